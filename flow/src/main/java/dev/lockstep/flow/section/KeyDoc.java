package dev.lockstep.flow.section;

/**
 * What there is to say of one key.
 *
 * @param path full path; {@code <name>} stands for any name, {@code []} for any item of a list
 * @param type what may stand there, for people
 * @param defaultValue what holds when nothing does; empty when there is no such thing
 * @param meaning one or two sentences
 */
public record KeyDoc(String path, String type, String defaultValue, String meaning) {}

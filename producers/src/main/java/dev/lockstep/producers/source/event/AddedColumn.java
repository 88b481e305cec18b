package dev.lockstep.producers.source.event;

import java.util.Optional;

/**
 * A column as the statement that added it wrote it, where that tells the value of every row that
 * was there.
 *
 * @param type the type's name in lower case, without length and attributes
 * @param required whether it may not be NULL: then there is a value even where none is written
 * @param number the value, written as a number
 * @param text the value, written as a text
 */
public record AddedColumn(
    String name, String type, boolean required, Optional<String> number, Optional<String> text) {}

package dev.lockstep.console.rest;

import io.javalin.http.Handler;

/**
 * One route of the REST interface.
 *
 * @param title the word for the link at the foot of the page
 */
public record Route(String path, String title, Handler handler) {}

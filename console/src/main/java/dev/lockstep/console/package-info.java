/**
 * The console: shows what the topics say and changes nothing. {@link
 * dev.lockstep.console.ConsoleService} starts the view and hangs the adapters (REST, WebSocket,
 * page) on one loopback server.
 */
@NullMarked
package dev.lockstep.console;

import org.jspecify.annotations.NullMarked;

package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import java.io.PrintStream;

/** Prints the story, step by step. */
final class Narrator {
    private static final String INDENT = "      ";

    private final PrintStream out;
    private int step;

    Narrator(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
        out.println("=".repeat(text.length()));
    }

    synchronized void step(String text) {
        step++;
        out.println();
        out.printf("%4d. %s%n", step, text);
    }

    synchronized void detail(String text) {
        text.lines().forEach(line -> out.println(INDENT + line));
    }

    synchronized void line(String text) {
        out.println(text);
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.faults;

/** Prints what a fault test did, in the columns of docs/faults.md. */
final class Figures {

    private Figures() {
    }

    static void print(String fault, String load, String result) {
        System.out.println("Fault: | " + fault + " | " + load + " | " + result + " |");
    }
}

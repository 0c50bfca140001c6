package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Xml;

/** A push as a person would like to read it. */
final class PushText {

    private PushText() {
    }

    /** The stanza, indented. */
    static String xml(Push push) {
        return Xml.pretty(push.iq());
    }

    /** What the push says, in a sentence or two. */
    static String sentence(Push push) {
        var text = new StringBuilder("In words: the app server may wake the device \"").append(push.node()).append('"');
        int count = push.messageCount();
        if (count >= 0) {
            text.append(", for which ").append(count == 1 ? "one message waits" : count + " messages wait");
        }
        text.append('.');
        if (push.sender() != null) {
            text.append(" The sender is ").append(push.sender()).append('.');
        }
        if (push.body() != null) {
            text.append(" The device may show: \"").append(push.body()).append("\".");
        }
        if (push.sender() == null) {
            text.append(" Who wrote is not said.");
        }
        return text.toString();
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.stanza;

import java.util.Objects;
import org.xmpp.packet.JID;

/**
 * What is remembered of a call beside who was told of it (docs/behaviour.md §2, "End of a call"): who answers it on another device names
 * the
 * call only, and not who calls. Stateless.
 */
public final class CallMark {

    private static final String END = "end of a call";

    private CallMark() {
    }

    /**
     * @param account the account that is called
     * @param signal says something of the call
     * @return a stanza that stands for this call, whoever calls and whatever is said of it
     */
    public static Stanza call(JID account, Stanza signal) {
        return mark(signal, Fingerprint.ofCall(account.asBareJID(), id(signal)));
    }

    /**
     * @param account as above
     * @param signal says that it is over
     * @return the same stanza, which is one with all that say so of this call
     */
    public static Stanza end(JID account, Stanza signal) {
        return mark(signal, Fingerprint.ofCall(new JID(account.getNode(), account.getDomain(), END, true), id(signal)));
    }

    /**
     * @param signal something that the caller says
     * @return what the proposal of this call by this caller looks like
     */
    public static Fingerprint proposal(Stanza signal) {
        return Fingerprint.ofCall(signal.sender(), id(signal));
    }

    private static String id(Stanza signal) {
        return Objects.requireNonNull(signal.traits().signal(), "It says nothing of a call").id();
    }

    private static Stanza mark(Stanza of, Fingerprint fingerprint) {
        return new Stanza(of.kind(), of.from(), of.to(), of.error(), false, of.encrypted(), id(of), of.ownCopy(),
            of.sender(), null, of.noStore(), of.noPermanentStore(), of.groupchat(), fingerprint, of.delayedSince(), of.traits());
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jspecify.annotations.Nullable;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;
import org.xmpp.packet.JID;

/**
 * A command as it is offered: to users for their own account, or to administrators for any. Immutable.
 *
 * @param command what it does
 * @param administrator whether it is for administrators
 * @param domain the server's domain
 */
record OfferedCommand(AccountCommand command, boolean administrator, String domain) {

    private static final String ACCOUNT = "accountjid";

    OfferedCommand {
        Objects.requireNonNull(command);
        Objects.requireNonNull(domain);
    }

    /** @return the node that names it */
    String node() {
        return Forms.TYPE + "#" + command.kind(administrator);
    }

    /** @return the key of its name for people */
    String label() {
        return command.label(administrator);
    }

    /**
     * Does the next step: what that is, the form tells.
     *
     * @param caller who asks
     * @param values what was filled in
     * @param texts the caller's language
     * @return the answer
     * @throws StoreException if the database fails
     */
    CompletionStage<CommandReply> step(JID caller, Map<String, String> values, CommandTexts texts) throws StoreException {
        if (!administrator) {
            return step(caller.getNode(), caller, values, texts);
        }
        String named = values.get(ACCOUNT);
        if (named == null) {
            DataForm form = Forms.form("account", texts.get(label()), texts.get("command.account.about"));
            Forms.field(form, FormField.Type.jid_single, ACCOUNT, texts.get("command.field.account")).setRequired(true);
            return CompletableFuture.completedStage(CommandReply.form(form));
        }
        String account = account(named);
        if (account == null) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.no-such-account")));
        }
        return step(account, caller, values, texts).thenApply(reply -> {
            DataForm form = reply.form();
            if (reply.asks() && form != null) {
                // Smack sends back only what somebody filled in, and what is required.
                Forms.hidden(form, ACCOUNT, account + "@" + domain).setRequired(true);
            }
            return reply;
        });
    }

    private CompletionStage<CommandReply> step(String account, JID caller, Map<String, String> values,
        CommandTexts texts) throws StoreException {
        return command.fields().stream().noneMatch(values::containsKey)
            ? CompletableFuture.completedStage(command.begin(account, administrator, texts))
            : command.complete(account, values, new Caller(caller, administrator), texts);
    }

    /** The local part, or null where it is nobody here. */
    private @Nullable String account(String named) {
        try {
            JID jid = new JID(named.contains("@") ? named : named + "@" + domain);
            return jid.getNode() != null && jid.getDomain().equals(domain) ? jid.getNode() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.AuditLog;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.ContentPrivacy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/** Hides sender and body in an account's pushes, or leaves it to the administrator's settings again. */
final class PrivacyCommand implements AccountCommand {

    private static final String HIDE = "hide";

    private final ContentPrivacy privacy;
    private final AuditLog audit;

    PrivacyCommand(ContentPrivacy privacy, AuditLog audit) {
        this.privacy = Objects.requireNonNull(privacy);
        this.audit = Objects.requireNonNull(audit);
    }

    @Override
    public String name() {
        return "privacy";
    }

    @Override
    public String label(boolean administrator) {
        return administrator ? "command.privacy.admin" : "command.privacy";
    }

    @Override
    public String field() {
        return HIDE;
    }

    @Override
    public CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException {
        DataForm form = Forms.form(kind(administrator), texts.get(label(administrator)), texts.get("command.privacy.about"));
        Forms.field(form, FormField.Type.boolean_type, HIDE, texts.get("command.field.hide"))
            .addValue(privacy.wish(account) ? "1" : "0");
        return CommandReply.form(form);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, String value, Caller caller, CommandTexts texts) throws StoreException {
        boolean hide = value.equals("1") || value.equalsIgnoreCase("true");
        if (!hide && !value.equals("0") && !value.equalsIgnoreCase("false")) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.wrong")));
        }
        privacy.wish(account, hide);
        if (caller.administrator()) {
            audit.log(caller.address().getNode(), "Cloud Notify: privacy of " + account + " changed",
                hide ? "senders and texts are hidden" : "as the settings say");
        }
        return CompletableFuture.completedStage(
            CommandReply.done(texts.get(hide ? "command.privacy.hidden" : "command.privacy.shown")));
    }
}

package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.AuditLog;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.ContentPrivacy;
import org.jivesoftware.openfire.plugin.cloudnotify.privacy.GraceWishes;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * Hides sender and body in an account's pushes, and says for how long they wait while its user is at another device; or leaves either to
 * the administrator's settings again.
 */
final class PrivacyCommand implements AccountCommand {

    private static final String HIDE = "hide";
    private static final String GRACE = "grace";
    private static final long LONGEST = Settings.GRACE.max();

    private final ContentPrivacy privacy;
    private final GraceWishes grace;
    private final AuditLog audit;

    PrivacyCommand(ContentPrivacy privacy, GraceWishes grace, AuditLog audit) {
        this.privacy = Objects.requireNonNull(privacy);
        this.grace = Objects.requireNonNull(grace);
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
    public List<String> fields() {
        return List.of(HIDE, GRACE);
    }

    @Override
    public CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException {
        DataForm form = Forms.form(kind(administrator), texts.get(label(administrator)), texts.get("command.privacy.about"));
        Forms.field(form, FormField.Type.boolean_type, HIDE, texts.get("command.field.hide"))
            .addValue(privacy.wish(account) ? "1" : "0");
        Integer wish = grace.wish(account);
        Forms.field(form, FormField.Type.text_single, GRACE, texts.get("command.field.grace", LONGEST, grace.ofAll()))
            .addValue(wish == null ? "" : wish.toString());
        return CommandReply.form(form);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, Map<String, String> values, Caller caller, CommandTexts texts)
        throws StoreException {
        String hidden = values.get(HIDE);
        String seconds = values.get(GRACE);
        boolean hide = hidden != null && (hidden.equals("1") || hidden.equalsIgnoreCase("true"));
        if (hidden != null && !hide && !hidden.equals("0") && !hidden.equalsIgnoreCase("false")) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.wrong")));
        }
        Integer wish;
        try {
            wish = seconds == null || seconds.isEmpty() ? null : Settings.GRACE.parse(seconds);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.privacy.grace.wrong", LONGEST)));
        }
        List<String> notes = new ArrayList<>(2);
        List<String> changes = new ArrayList<>(2);
        if (hidden != null) {
            privacy.wish(account, hide);
            notes.add(texts.get(hide ? "command.privacy.hidden" : "command.privacy.shown"));
            changes.add(hide ? "senders and texts are hidden" : "as the settings say");
        }
        if (seconds != null) {
            grace.wish(account, wish);
            notes.add(wish == null ? texts.get("command.privacy.grace.ofAll", grace.ofAll()) : texts.get("command.privacy.grace.own",
                wish));
            changes.add(wish == null ? "pushes wait as the settings say" : "pushes wait for " + wish + " seconds");
        }
        if (caller.administrator()) {
            audit.log(caller.address().getNode(), "Cloud Notify: privacy of " + account + " changed", String.join(", ", changes));
        }
        return CompletableFuture.completedStage(CommandReply.done(String.join(" ", notes)));
    }
}

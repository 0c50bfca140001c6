package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.AuditLog;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.forms.DataForm;

/** Removes one of an account's devices. */
final class RemoveCommand implements AccountCommand {

    private final Registrations registrations;
    private final AuditLog audit;

    RemoveCommand(Registrations registrations, AuditLog audit) {
        this.registrations = Objects.requireNonNull(registrations);
        this.audit = Objects.requireNonNull(audit);
    }

    @Override
    public String name() {
        return "remove-device";
    }

    @Override
    public String label(boolean administrator) {
        return administrator ? "command.remove-device.admin" : "command.remove-device";
    }

    @Override
    public List<String> fields() {
        return List.of(Forms.DEVICE);
    }

    @Override
    public CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException {
        List<Registration> all = registrations.of(account);
        if (all.isEmpty()) {
            return CommandReply.done(texts.get("command.no-devices"));
        }
        DataForm form = Forms.form(kind(administrator), texts.get(label(administrator)), texts.get("command.remove-device.about"));
        Forms.devices(form, all, texts);
        return CommandReply.form(form);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, Map<String, String> values, Caller caller, CommandTexts texts)
        throws StoreException {
        String value = values.get(Forms.DEVICE);
        for (Registration each : registrations.of(account)) {
            if (each.key().id().equals(value)) {
                registrations.remove(each.key());
                if (caller.administrator()) {
                    audit.log(caller.address().getNode(), "Cloud Notify: registration of " + account + " deleted",
                        "service: " + each.key().destination().service());
                }
                return CompletableFuture.completedStage(CommandReply.done(texts.get("command.remove-device.done", texts.device(each))));
            }
        }
        return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.no-such-device")));
    }
}

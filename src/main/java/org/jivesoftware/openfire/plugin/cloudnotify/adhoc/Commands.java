package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.commands.AdHocCommandHandler;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Whole;

/**
 * Offers the ad-hoc commands (XEP-0050) on the server's domain: for every user, list my devices, remove one, send me a test push, hide
 * sender and body; for administrators the same for any account (behaviour §7, issue of the console).
 */
public final class Commands implements AutoCloseable {

    private final IQRouter router;
    private final AdHocCommandHandler openfire;
    private final CommandHandler handler;
    private final List<ListedCommand> listed = new ArrayList<>();

    /**
     * Offers them.
     *
     * @param router routes requests to handlers
     * @param openfire lists commands, and handles all others
     * @param parts what the commands need
     */
    public Commands(IQRouter router, AdHocCommandHandler openfire, CommandParts parts) {
        this.router = Objects.requireNonNull(router);
        this.openfire = Objects.requireNonNull(openfire);
        Permissions permissions = new Permissions(parts.senders(), parts.administrators());
        CommandTexts texts = new CommandTexts(parts.messages(), parts.locale(), parts.zone());
        Map<String, OfferedCommand> offers = new LinkedHashMap<>();
        for (AccountCommand command : parts.commands()) {
            for (boolean administrator : new boolean[] {false, true}) {
                OfferedCommand offer = new OfferedCommand(command, administrator, parts.domain());
                offers.put(offer.node(), offer);
                listed.add(new ListedCommand(offer, permissions, texts, parts.part()));
            }
        }
        handler = new CommandHandler(offers, permissions, openfire, parts.requests(), texts, parts.replies(), parts.part());
        Whole.begin(() -> {
            // Takes the place of Openfire's handler, which is found again as soon as this one is removed.
            router.addHandler(handler);
            listed.forEach(openfire::addCommand);
        }, this);
    }

    @Override
    public void close() {
        listed.forEach(openfire::removeCommand);
        router.removeHandler(handler);
    }
}

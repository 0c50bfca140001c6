package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.commands.SessionData;
import org.xmpp.packet.JID;

/**
 * What Openfire's command manager lists, so that clients find a command and only those see it who may call it. {@link CommandHandler}
 * answers the calls. Has no stages, and so never begins a session in that manager (see there for why that matters).
 */
final class ListedCommand extends AdHocCommand {

    private final Offer offer;
    private final Permissions permissions;

    ListedCommand(Offer offer, Permissions permissions, CommandTexts texts) {
        this.offer = Objects.requireNonNull(offer);
        this.permissions = Objects.requireNonNull(permissions);
        setLabel(texts.get(offer.label()));
    }

    @Override
    public boolean hasPermission(JID requester) {
        return permissions.mayCall(requester, offer);
    }

    @Override
    public String getCode() {
        return offer.node();
    }

    /** The superclass asks for this before there is an offer. */
    @Override
    public String getDefaultLabel() {
        return "Cloud Notify";
    }

    @Override
    public int getMaxStages(SessionData data) {
        return 0;
    }

    @Override
    public void execute(SessionData data, Element command) {
        Element note = command.addElement("note");
        note.addAttribute("type", "error");
        note.setText("This command is not available at the moment.");
    }

    @Override
    protected void addStageInformation(SessionData data, Element command) {
        // There are no stages.
    }

    @Override
    protected List<Action> getActions(SessionData data) {
        return List.of();
    }

    @Override
    protected Action getExecuteAction(SessionData data) {
        return null;
    }
}

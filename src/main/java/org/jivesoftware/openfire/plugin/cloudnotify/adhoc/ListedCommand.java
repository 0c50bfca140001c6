package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.List;
import java.util.Objects;
import org.dom4j.Element;
import org.jivesoftware.openfire.commands.AdHocCommand;
import org.jivesoftware.openfire.commands.SessionData;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.Part;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * What Openfire's command manager lists, so that clients find a command and only those see it who may call it. {@link CommandHandler}
 * answers the calls. Has no stages, and so never begins a session in that manager (see there for why that matters).
 */
final class ListedCommand extends AdHocCommand {

    private static final List<Action> NO_ACTIONS = List.of();

    private final OfferedCommand offer;
    private final String code;
    private final Permissions permissions;
    private final Part part;

    ListedCommand(OfferedCommand offer, Permissions permissions, CommandTexts texts, Part part) {
        this.offer = Objects.requireNonNull(offer);
        this.code = offer.node();
        this.permissions = Objects.requireNonNull(permissions);
        this.part = Objects.requireNonNull(part);
        setLabel(texts.get(offer.label()));
    }

    @Override
    public boolean hasPermission(JID requester) {
        if (part.isOff()) {
            return false;
        }
        try {
            return permissions.mayCall(requester, offer);
        } catch (Throwable e) {
            part.failed(e);
            return false;
        }
    }

    @Override
    public String getCode() {
        return code;
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
        try {
            Element note = command.addElement("note");
            note.addAttribute("type", "error");
            note.setText("This command is not available at the moment.");
        } catch (Throwable e) {
            part.failed(e);
        }
    }

    @Override
    protected void addStageInformation(SessionData data, Element command) {
        // There are no stages.
    }

    @Override
    protected List<Action> getActions(SessionData data) {
        return NO_ACTIONS;
    }

    @Override
    protected @Nullable Action getExecuteAction(SessionData data) {
        return null;
    }
}

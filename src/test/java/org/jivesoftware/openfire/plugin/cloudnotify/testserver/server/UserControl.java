package org.jivesoftware.openfire.plugin.cloudnotify.testserver.server;

import java.util.Locale;
import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.jivesoftware.openfire.OfflineMessageStrategy;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.SharedGroupException;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.group.GroupJID;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.group.GroupNotFoundException;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.UserCommands;
import org.jivesoftware.openfire.privacy.PrivacyListManager;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.user.UserAlreadyExistsException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.xmpp.packet.JID;
import org.xmpp.packet.StreamError;

/** Accounts by way of {@link UserManager}. */
final class UserControl implements UserCommands {

    @Override
    public void create(String username, String password) {
        try {
            UserManager.getInstance().createUser(username, password, null, null);
        } catch (UserAlreadyExistsException e) {
            throw new IllegalArgumentException(username + " exists", e);
        }
    }

    /** Does what the admin console's delete page does: the account first, then its sessions. */
    @Override
    public void delete(String username) {
        try {
            UserManager.getInstance().deleteUser(UserManager.getInstance().getUser(username));
        } catch (UserNotFoundException e) {
            throw new IllegalArgumentException(username + " does not exist", e);
        }
        var error = new StreamError(StreamError.Condition.not_authorized);
        for (var session : SessionManager.getInstance().getSessions(username)) {
            if (session != null) {
                session.deliverRawText(error.toXML());
                session.close();
            }
        }
    }

    @Override
    public void lock(String username, boolean locked) {
        if (locked) {
            LockOutManager.getInstance().disableAccount(username, null, null);
        } else {
            LockOutManager.getInstance().enableAccount(username);
        }
    }

    @Override
    public boolean exists(String username) {
        try {
            return UserManager.getInstance().getUser(username) != null;
        } catch (UserNotFoundException e) {
            return false;
        }
    }

    @Override
    public String group(String name) {
        try {
            GroupManager.getInstance().createGroup(name);
        } catch (Exception e) {
            // Other versions declare other exceptions.
            throw new IllegalArgumentException(name, e);
        }
        return new GroupJID(name).toString();
    }

    @Override
    public void groupMember(String name, String jid, boolean member) {
        try {
            var members = GroupManager.getInstance().getGroup(name).getMembers();
            if (member) {
                members.add(new JID(jid));
            } else {
                members.remove(new JID(jid));
            }
        } catch (GroupNotFoundException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public void rosterItem(String username, String contactJid, String subscription) {
        try {
            var roster = XMPPServer.getInstance().getRosterManager().getRoster(username);
            var contact = new JID(contactJid);
            RosterItem item = roster.isRosterItem(contact)
                    ? roster.getRosterItem(contact)
                    : roster.createRosterItem(contact, false, true);
            item.setSubStatus(switch (subscription.toLowerCase(Locale.ROOT)) {
                case "none" -> RosterItem.SUB_NONE;
                case "to" -> RosterItem.SUB_TO;
                case "from" -> RosterItem.SUB_FROM;
                case "both" -> RosterItem.SUB_BOTH;
                default -> throw new IllegalArgumentException(subscription);
            });
            roster.updateRosterItem(item);
        } catch (UserNotFoundException | UserAlreadyExistsException | SharedGroupException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void defaultPrivacyList(String username, String listName, String itemsXml) {
        try {
            var manager = PrivacyListManager.getInstance();
            var xml = "<list xmlns='jabber:iq:privacy' name='" + listName + "'>" + itemsXml + "</list>";
            var list = manager.createPrivacyList(username, listName, DocumentHelper.parseText(xml).getRootElement());
            manager.changeDefaultList(username, list, manager.getDefaultPrivacyList(username));
        } catch (DocumentException e) {
            throw new IllegalArgumentException(itemsXml, e);
        }
    }

    @Override
    public void deletePrivacyList(String username, String listName) {
        PrivacyListManager.getInstance().deletePrivacyList(username, listName);
    }

    @Override
    public void offlineStorage(String type, int quota) {
        OfflineMessageStrategy strategy = XMPPServer.getInstance().getOfflineMessageStrategy();
        strategy.setType(OfflineMessageStrategy.Type.valueOf(type));
        strategy.setQuota(quota);
    }
}

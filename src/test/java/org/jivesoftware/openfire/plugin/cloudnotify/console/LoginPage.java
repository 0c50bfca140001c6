package org.jivesoftware.openfire.plugin.cloudnotify.console;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.AuthToken;

/** Logs administrators in as Openfire's own page does: checks name and password, and leaves Openfire's token in the session. */
final class LoginPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html; charset=UTF-8");
        response.getWriter().write("<!DOCTYPE html><title>Login</title><form method='post'><input name='username'>"
            + "<input name='password' type='password'><input type='submit' value='Login'></form>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String username = request.getParameter("username");
        AuthToken token;
        try {
            token = AuthFactory.authenticate(username, request.getParameter("password"));
        } catch (Exception e) {
            response.sendRedirect("/login.jsp");
            return;
        }
        if (!AdminManager.getInstance().isUserAdmin(username, true)) {
            response.sendRedirect("/login.jsp");
            return;
        }
        request.getSession().setAttribute("jive.admin.authToken", token);
        response.sendRedirect("/plugins/cloudnotify/settings.jsp");
    }
}

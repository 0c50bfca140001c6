package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.jivesoftware.openfire.auth.AuthToken;
import org.mockito.MockSettings;
import org.mockito.Mockito;
import org.mockito.quality.Strictness;

/** A browser of one logged-in administrator, without a network: calls servlets directly and keeps its HTTP session. */
final class Browser {

    /** What came back. */
    record Answer(int status, String type, String body, String location, Map<String, String> headers) {

        /** @return the value of a hidden or visible field, with entities resolved, or null */
        String field(String name) {
            Matcher matcher = Pattern.compile("name=\"" + Pattern.quote(name) + "\" value=\"([^\"]*)\"").matcher(body);
            return matcher.find() ? unescape(matcher.group(1)) : null;
        }

        /** @return the page as a person reads it; entities are resolved */
        String text() {
            return unescape(body.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "));
        }

        private static String unescape(String html) {
            return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x3D;", "=")
                .replace("&#x60;", "`").replace("&amp;", "&");
        }
    }

    private final Map<String, Object> session = new HashMap<>();

    Browser() {
        this("admin");
    }

    Browser(String administrator) {
        AuthToken token = mock(AuthToken.class);
        when(token.getUsername()).thenReturn(administrator);
        session.put("jive.admin.authToken", token);
    }

    Map<String, Object> session() {
        return session;
    }

    Answer get(ConsoleServlet servlet, String... parameters) {
        return request("GET", servlet, pairs(parameters));
    }

    /** Posts with the page token of this session. */
    Answer post(ConsoleServlet servlet, String... parameters) {
        Map<String, String[]> all = pairs(parameters);
        all.putIfAbsent(PageToken.FIELD, new String[] {String.valueOf(session.get(PageToken.ATTRIBUTE))});
        return request("POST", servlet, all);
    }

    Answer request(String method, ConsoleServlet servlet, Map<String, String[]> parameters) {
        HttpServletRequest request = mock(HttpServletRequest.class, lenientSettings());
        HttpServletResponse response = mock(HttpServletResponse.class, lenientSettings());
        HttpSession httpSession = session(session);
        when(request.getMethod()).thenReturn(method);
        when(request.getSession()).thenReturn(httpSession);
        when(request.getLocale()).thenReturn(Locale.ENGLISH);
        when(request.getContextPath()).thenReturn("");
        when(request.getParameter(anyString())).thenAnswer(call -> {
            String[] values = parameters.get(call.<String>getArgument(0));
            return values == null ? null : values[0];
        });
        when(request.getParameterValues(anyString())).thenAnswer(call -> parameters.get(call.<String>getArgument(0)));
        when(request.getParameterMap()).thenReturn(parameters);
        StringWriter body = new StringWriter();
        int[] status = {200};
        String[] typeAndLocation = new String[2];
        Map<String, String> headers = new HashMap<>();
        try {
            when(response.getWriter()).thenReturn(new PrintWriter(body));
            doAnswer(call -> status[0] = call.getArgument(0)).when(response).setStatus(anyInt());
            doAnswer(call -> typeAndLocation[0] = call.getArgument(0)).when(response).setContentType(any());
            doAnswer(call -> {
                status[0] = 302;
                return typeAndLocation[1] = call.getArgument(0);
            }).when(response).sendRedirect(any());
            doAnswer(call -> headers.put(call.getArgument(0), call.getArgument(1))).when(response).setHeader(any(), any());
            servlet.service(request, response);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        return new Answer(status[0], typeAndLocation[0], body.toString(), typeAndLocation[1], headers);
    }

    private static HttpSession session(Map<String, Object> attributes) {
        HttpSession session = mock(HttpSession.class, lenientSettings());
        when(session.getAttribute(anyString())).thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
        doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1))).when(session).setAttribute(anyString(), any());
        doAnswer(call -> attributes.remove(call.<String>getArgument(0))).when(session).removeAttribute(anyString());
        return session;
    }

    private static MockSettings lenientSettings() {
        return Mockito.withSettings().strictness(Strictness.LENIENT);
    }

    private static Map<String, String[]> pairs(String... parameters) {
        Map<String, String[]> pairs = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            String value = parameters[i + 1];
            pairs.merge(parameters[i], new String[] {value}, (one, other) -> {
                String[] both = java.util.Arrays.copyOf(one, one.length + 1);
                both[one.length] = value;
                return both;
            });
        }
        return pairs;
    }
}

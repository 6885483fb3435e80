package io.sluice.results.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in a file, which can be made to fail: at once, or when a transaction is to be committed. */
final class FlakySource {

    volatile boolean broken;
    volatile boolean failingCommits;

    private final JdbcDataSource real = new JdbcDataSource();

    FlakySource(Path file) {
        real.setURL("jdbc:h2:" + file.toAbsolutePath());
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getConnection" -> connection();
            case "equals" -> proxy == arguments[0];
            default -> call(real, method, arguments);
        });
    }

    private Connection connection() throws SQLException {
        if (broken) {
            throw new SQLException("the database has been closed");
        }
        Connection connection = real.getConnection();
        return !failingCommits ? connection : proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                throw new SQLException("no space left on device");
            }
            return call(connection, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException error) {
            throw error.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FlakySource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

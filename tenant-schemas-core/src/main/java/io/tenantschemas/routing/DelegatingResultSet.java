package io.tenantschemas.routing;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

import org.jspecify.annotations.Nullable;

/**
 * Hands everything that a result set is asked on to another one, but for what may lead elsewhere. Written out, because rows are read
 * by so many calls that a
 * {@link java.lang.reflect.Proxy} would take a good part of the time that the driver takes for them.
 */
abstract class DelegatingResultSet implements ResultSet {

    final ResultSet target;

    DelegatingResultSet(ResultSet target) {
        this.target = target;
    }

    /** Returns the other one, if its rows may be read. */
    abstract ResultSet rows() throws SQLException;

    /** Returns the other one, if large objects of its rows may be read and written. */
    abstract ResultSet largeObjects() throws SQLException;

    /** Does what changes rows, if they may be. */
    abstract void change(Change change) throws SQLException;

    @Override
    public final boolean next() throws SQLException {
        return rows().next();
    }

    @Override
    public final void close() throws SQLException {
        target.close();
    }

    @Override
    public final boolean wasNull() throws SQLException {
        return rows().wasNull();
    }

    @Override
    public final @Nullable String getString(int columnIndex) throws SQLException {
        return rows().getString(columnIndex);
    }

    @Override
    public final boolean getBoolean(int columnIndex) throws SQLException {
        return rows().getBoolean(columnIndex);
    }

    @Override
    public final byte getByte(int columnIndex) throws SQLException {
        return rows().getByte(columnIndex);
    }

    @Override
    public final short getShort(int columnIndex) throws SQLException {
        return rows().getShort(columnIndex);
    }

    @Override
    public final int getInt(int columnIndex) throws SQLException {
        return rows().getInt(columnIndex);
    }

    @Override
    public final long getLong(int columnIndex) throws SQLException {
        return rows().getLong(columnIndex);
    }

    @Override
    public final float getFloat(int columnIndex) throws SQLException {
        return rows().getFloat(columnIndex);
    }

    @Override
    public final double getDouble(int columnIndex) throws SQLException {
        return rows().getDouble(columnIndex);
    }

    @Override
    @Deprecated
    public final @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
        return rows().getBigDecimal(columnIndex, scale);
    }

    @Override
    public final byte @Nullable [] getBytes(int columnIndex) throws SQLException {
        return rows().getBytes(columnIndex);
    }

    @Override
    public final @Nullable Date getDate(int columnIndex) throws SQLException {
        return rows().getDate(columnIndex);
    }

    @Override
    public final @Nullable Time getTime(int columnIndex) throws SQLException {
        return rows().getTime(columnIndex);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
        return rows().getTimestamp(columnIndex);
    }

    @Override
    public final @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
        return rows().getAsciiStream(columnIndex);
    }

    @Override
    @Deprecated
    public final @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
        return rows().getUnicodeStream(columnIndex);
    }

    @Override
    public final @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
        return rows().getBinaryStream(columnIndex);
    }

    @Override
    public final @Nullable String getString(String columnLabel) throws SQLException {
        return rows().getString(columnLabel);
    }

    @Override
    public final boolean getBoolean(String columnLabel) throws SQLException {
        return rows().getBoolean(columnLabel);
    }

    @Override
    public final byte getByte(String columnLabel) throws SQLException {
        return rows().getByte(columnLabel);
    }

    @Override
    public final short getShort(String columnLabel) throws SQLException {
        return rows().getShort(columnLabel);
    }

    @Override
    public final int getInt(String columnLabel) throws SQLException {
        return rows().getInt(columnLabel);
    }

    @Override
    public final long getLong(String columnLabel) throws SQLException {
        return rows().getLong(columnLabel);
    }

    @Override
    public final float getFloat(String columnLabel) throws SQLException {
        return rows().getFloat(columnLabel);
    }

    @Override
    public final double getDouble(String columnLabel) throws SQLException {
        return rows().getDouble(columnLabel);
    }

    @Override
    @Deprecated
    public final @Nullable BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
        return rows().getBigDecimal(columnLabel, scale);
    }

    @Override
    public final byte @Nullable [] getBytes(String columnLabel) throws SQLException {
        return rows().getBytes(columnLabel);
    }

    @Override
    public final @Nullable Date getDate(String columnLabel) throws SQLException {
        return rows().getDate(columnLabel);
    }

    @Override
    public final @Nullable Time getTime(String columnLabel) throws SQLException {
        return rows().getTime(columnLabel);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(String columnLabel) throws SQLException {
        return rows().getTimestamp(columnLabel);
    }

    @Override
    public final @Nullable InputStream getAsciiStream(String columnLabel) throws SQLException {
        return rows().getAsciiStream(columnLabel);
    }

    @Override
    @Deprecated
    public final @Nullable InputStream getUnicodeStream(String columnLabel) throws SQLException {
        return rows().getUnicodeStream(columnLabel);
    }

    @Override
    public final @Nullable InputStream getBinaryStream(String columnLabel) throws SQLException {
        return rows().getBinaryStream(columnLabel);
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        return target.getWarnings();
    }

    @Override
    public final void clearWarnings() throws SQLException {
        target.clearWarnings();
    }

    @Override
    public final @Nullable String getCursorName() throws SQLException {
        return rows().getCursorName();
    }

    @Override
    public final ResultSetMetaData getMetaData() throws SQLException {
        return target.getMetaData();
    }

    @Override
    public final int findColumn(String columnLabel) throws SQLException {
        return rows().findColumn(columnLabel);
    }

    @Override
    public final @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
        return rows().getCharacterStream(columnIndex);
    }

    @Override
    public final @Nullable Reader getCharacterStream(String columnLabel) throws SQLException {
        return rows().getCharacterStream(columnLabel);
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return rows().getBigDecimal(columnIndex);
    }

    @Override
    public final @Nullable BigDecimal getBigDecimal(String columnLabel) throws SQLException {
        return rows().getBigDecimal(columnLabel);
    }

    @Override
    public final boolean isBeforeFirst() throws SQLException {
        return rows().isBeforeFirst();
    }

    @Override
    public final boolean isAfterLast() throws SQLException {
        return rows().isAfterLast();
    }

    @Override
    public final boolean isFirst() throws SQLException {
        return rows().isFirst();
    }

    @Override
    public final boolean isLast() throws SQLException {
        return rows().isLast();
    }

    @Override
    public final void beforeFirst() throws SQLException {
        rows().beforeFirst();
    }

    @Override
    public final void afterLast() throws SQLException {
        rows().afterLast();
    }

    @Override
    public final boolean first() throws SQLException {
        return rows().first();
    }

    @Override
    public final boolean last() throws SQLException {
        return rows().last();
    }

    @Override
    public final int getRow() throws SQLException {
        return rows().getRow();
    }

    @Override
    public final boolean absolute(int row) throws SQLException {
        return rows().absolute(row);
    }

    @Override
    public final boolean relative(int rows) throws SQLException {
        return rows().relative(rows);
    }

    @Override
    public final boolean previous() throws SQLException {
        return rows().previous();
    }

    @Override
    public final void setFetchDirection(int direction) throws SQLException {
        target.setFetchDirection(direction);
    }

    @Override
    public final int getFetchDirection() throws SQLException {
        return target.getFetchDirection();
    }

    @Override
    public final void setFetchSize(int rows) throws SQLException {
        target.setFetchSize(rows);
    }

    @Override
    public final int getFetchSize() throws SQLException {
        return target.getFetchSize();
    }

    @Override
    public final int getType() throws SQLException {
        return target.getType();
    }

    @Override
    public final int getConcurrency() throws SQLException {
        return target.getConcurrency();
    }

    @Override
    public final boolean rowUpdated() throws SQLException {
        return rows().rowUpdated();
    }

    @Override
    public final boolean rowInserted() throws SQLException {
        return rows().rowInserted();
    }

    @Override
    public final boolean rowDeleted() throws SQLException {
        return rows().rowDeleted();
    }

    @Override
    public final void updateNull(int columnIndex) throws SQLException {
        change(rows -> rows.updateNull(columnIndex));
    }

    @Override
    public final void updateBoolean(int columnIndex, boolean value) throws SQLException {
        change(rows -> rows.updateBoolean(columnIndex, value));
    }

    @Override
    public final void updateByte(int columnIndex, byte value) throws SQLException {
        change(rows -> rows.updateByte(columnIndex, value));
    }

    @Override
    public final void updateShort(int columnIndex, short value) throws SQLException {
        change(rows -> rows.updateShort(columnIndex, value));
    }

    @Override
    public final void updateInt(int columnIndex, int value) throws SQLException {
        change(rows -> rows.updateInt(columnIndex, value));
    }

    @Override
    public final void updateLong(int columnIndex, long value) throws SQLException {
        change(rows -> rows.updateLong(columnIndex, value));
    }

    @Override
    public final void updateFloat(int columnIndex, float value) throws SQLException {
        change(rows -> rows.updateFloat(columnIndex, value));
    }

    @Override
    public final void updateDouble(int columnIndex, double value) throws SQLException {
        change(rows -> rows.updateDouble(columnIndex, value));
    }

    @Override
    public final void updateBigDecimal(int columnIndex, @Nullable BigDecimal value) throws SQLException {
        change(rows -> rows.updateBigDecimal(columnIndex, value));
    }

    @Override
    public final void updateString(int columnIndex, @Nullable String value) throws SQLException {
        change(rows -> rows.updateString(columnIndex, value));
    }

    @Override
    public final void updateBytes(int columnIndex, byte @Nullable [] value) throws SQLException {
        change(rows -> rows.updateBytes(columnIndex, value));
    }

    @Override
    public final void updateDate(int columnIndex, @Nullable Date value) throws SQLException {
        change(rows -> rows.updateDate(columnIndex, value));
    }

    @Override
    public final void updateTime(int columnIndex, @Nullable Time value) throws SQLException {
        change(rows -> rows.updateTime(columnIndex, value));
    }

    @Override
    public final void updateTimestamp(int columnIndex, @Nullable Timestamp value) throws SQLException {
        change(rows -> rows.updateTimestamp(columnIndex, value));
    }

    @Override
    public final void updateAsciiStream(int columnIndex, @Nullable InputStream value, int length) throws SQLException {
        change(rows -> rows.updateAsciiStream(columnIndex, value, length));
    }

    @Override
    public final void updateBinaryStream(int columnIndex, @Nullable InputStream value, int length) throws SQLException {
        change(rows -> rows.updateBinaryStream(columnIndex, value, length));
    }

    @Override
    public final void updateCharacterStream(int columnIndex, @Nullable Reader value, int length) throws SQLException {
        change(rows -> rows.updateCharacterStream(columnIndex, value, length));
    }

    @Override
    public final void updateObject(int columnIndex, @Nullable Object value, int scaleOrLength) throws SQLException {
        change(rows -> rows.updateObject(columnIndex, value, scaleOrLength));
    }

    @Override
    public final void updateObject(int columnIndex, @Nullable Object value) throws SQLException {
        change(rows -> rows.updateObject(columnIndex, value));
    }

    @Override
    public final void updateNull(String columnLabel) throws SQLException {
        change(rows -> rows.updateNull(columnLabel));
    }

    @Override
    public final void updateBoolean(String columnLabel, boolean value) throws SQLException {
        change(rows -> rows.updateBoolean(columnLabel, value));
    }

    @Override
    public final void updateByte(String columnLabel, byte value) throws SQLException {
        change(rows -> rows.updateByte(columnLabel, value));
    }

    @Override
    public final void updateShort(String columnLabel, short value) throws SQLException {
        change(rows -> rows.updateShort(columnLabel, value));
    }

    @Override
    public final void updateInt(String columnLabel, int value) throws SQLException {
        change(rows -> rows.updateInt(columnLabel, value));
    }

    @Override
    public final void updateLong(String columnLabel, long value) throws SQLException {
        change(rows -> rows.updateLong(columnLabel, value));
    }

    @Override
    public final void updateFloat(String columnLabel, float value) throws SQLException {
        change(rows -> rows.updateFloat(columnLabel, value));
    }

    @Override
    public final void updateDouble(String columnLabel, double value) throws SQLException {
        change(rows -> rows.updateDouble(columnLabel, value));
    }

    @Override
    public final void updateBigDecimal(String columnLabel, @Nullable BigDecimal value) throws SQLException {
        change(rows -> rows.updateBigDecimal(columnLabel, value));
    }

    @Override
    public final void updateString(String columnLabel, @Nullable String value) throws SQLException {
        change(rows -> rows.updateString(columnLabel, value));
    }

    @Override
    public final void updateBytes(String columnLabel, byte @Nullable [] value) throws SQLException {
        change(rows -> rows.updateBytes(columnLabel, value));
    }

    @Override
    public final void updateDate(String columnLabel, @Nullable Date value) throws SQLException {
        change(rows -> rows.updateDate(columnLabel, value));
    }

    @Override
    public final void updateTime(String columnLabel, @Nullable Time value) throws SQLException {
        change(rows -> rows.updateTime(columnLabel, value));
    }

    @Override
    public final void updateTimestamp(String columnLabel, @Nullable Timestamp value) throws SQLException {
        change(rows -> rows.updateTimestamp(columnLabel, value));
    }

    @Override
    public final void updateAsciiStream(String columnLabel, @Nullable InputStream value, int length)
            throws SQLException {
        change(rows -> rows.updateAsciiStream(columnLabel, value, length));
    }

    @Override
    public final void updateBinaryStream(String columnLabel, @Nullable InputStream value, int length)
            throws SQLException {
        change(rows -> rows.updateBinaryStream(columnLabel, value, length));
    }

    @Override
    public final void updateCharacterStream(String columnLabel, @Nullable Reader value, int length)
            throws SQLException {
        change(rows -> rows.updateCharacterStream(columnLabel, value, length));
    }

    @Override
    public final void updateObject(String columnLabel, @Nullable Object value, int scaleOrLength) throws SQLException {
        change(rows -> rows.updateObject(columnLabel, value, scaleOrLength));
    }

    @Override
    public final void updateObject(String columnLabel, @Nullable Object value) throws SQLException {
        change(rows -> rows.updateObject(columnLabel, value));
    }

    @Override
    public final void insertRow() throws SQLException {
        change(rows -> rows.insertRow());
    }

    @Override
    public final void updateRow() throws SQLException {
        change(rows -> rows.updateRow());
    }

    @Override
    public final void deleteRow() throws SQLException {
        change(rows -> rows.deleteRow());
    }

    @Override
    public final void refreshRow() throws SQLException {
        change(rows -> rows.refreshRow());
    }

    @Override
    public final void cancelRowUpdates() throws SQLException {
        rows().cancelRowUpdates();
    }

    @Override
    public final void moveToInsertRow() throws SQLException {
        change(rows -> rows.moveToInsertRow());
    }

    @Override
    public final void moveToCurrentRow() throws SQLException {
        rows().moveToCurrentRow();
    }

    @Override
    public final @Nullable Ref getRef(int columnIndex) throws SQLException {
        return rows().getRef(columnIndex);
    }

    @Override
    public final @Nullable Blob getBlob(int columnIndex) throws SQLException {
        return largeObjects().getBlob(columnIndex);
    }

    @Override
    public final @Nullable Clob getClob(int columnIndex) throws SQLException {
        return largeObjects().getClob(columnIndex);
    }

    @Override
    public final @Nullable Ref getRef(String columnLabel) throws SQLException {
        return rows().getRef(columnLabel);
    }

    @Override
    public final @Nullable Blob getBlob(String columnLabel) throws SQLException {
        return largeObjects().getBlob(columnLabel);
    }

    @Override
    public final @Nullable Clob getClob(String columnLabel) throws SQLException {
        return largeObjects().getClob(columnLabel);
    }

    @Override
    public final @Nullable Date getDate(int columnIndex, Calendar calendar) throws SQLException {
        return rows().getDate(columnIndex, calendar);
    }

    @Override
    public final @Nullable Date getDate(String columnLabel, Calendar calendar) throws SQLException {
        return rows().getDate(columnLabel, calendar);
    }

    @Override
    public final @Nullable Time getTime(int columnIndex, Calendar calendar) throws SQLException {
        return rows().getTime(columnIndex, calendar);
    }

    @Override
    public final @Nullable Time getTime(String columnLabel, Calendar calendar) throws SQLException {
        return rows().getTime(columnLabel, calendar);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(int columnIndex, Calendar calendar) throws SQLException {
        return rows().getTimestamp(columnIndex, calendar);
    }

    @Override
    public final @Nullable Timestamp getTimestamp(String columnLabel, Calendar calendar) throws SQLException {
        return rows().getTimestamp(columnLabel, calendar);
    }

    @Override
    public final @Nullable URL getURL(int columnIndex) throws SQLException {
        return rows().getURL(columnIndex);
    }

    @Override
    public final @Nullable URL getURL(String columnLabel) throws SQLException {
        return rows().getURL(columnLabel);
    }

    @Override
    public final void updateRef(int columnIndex, @Nullable Ref value) throws SQLException {
        change(rows -> rows.updateRef(columnIndex, value));
    }

    @Override
    public final void updateRef(String columnLabel, @Nullable Ref value) throws SQLException {
        change(rows -> rows.updateRef(columnLabel, value));
    }

    @Override
    public final void updateBlob(int columnIndex, @Nullable Blob value) throws SQLException {
        largeObjects().updateBlob(columnIndex, value);
    }

    @Override
    public final void updateBlob(String columnLabel, @Nullable Blob value) throws SQLException {
        largeObjects().updateBlob(columnLabel, value);
    }

    @Override
    public final void updateClob(int columnIndex, @Nullable Clob value) throws SQLException {
        largeObjects().updateClob(columnIndex, value);
    }

    @Override
    public final void updateClob(String columnLabel, @Nullable Clob value) throws SQLException {
        largeObjects().updateClob(columnLabel, value);
    }

    @Override
    public final void updateArray(int columnIndex, @Nullable Array value) throws SQLException {
        change(rows -> rows.updateArray(columnIndex, value));
    }

    @Override
    public final void updateArray(String columnLabel, @Nullable Array value) throws SQLException {
        change(rows -> rows.updateArray(columnLabel, value));
    }

    @Override
    public final @Nullable RowId getRowId(int columnIndex) throws SQLException {
        return rows().getRowId(columnIndex);
    }

    @Override
    public final @Nullable RowId getRowId(String columnLabel) throws SQLException {
        return rows().getRowId(columnLabel);
    }

    @Override
    public final void updateRowId(int columnIndex, @Nullable RowId value) throws SQLException {
        change(rows -> rows.updateRowId(columnIndex, value));
    }

    @Override
    public final void updateRowId(String columnLabel, @Nullable RowId value) throws SQLException {
        change(rows -> rows.updateRowId(columnLabel, value));
    }

    @Override
    public final int getHoldability() throws SQLException {
        return target.getHoldability();
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return target.isClosed();
    }

    @Override
    public final void updateNString(int columnIndex, @Nullable String value) throws SQLException {
        change(rows -> rows.updateNString(columnIndex, value));
    }

    @Override
    public final void updateNString(String columnLabel, @Nullable String value) throws SQLException {
        change(rows -> rows.updateNString(columnLabel, value));
    }

    @Override
    public final void updateNClob(int columnIndex, @Nullable NClob value) throws SQLException {
        largeObjects().updateNClob(columnIndex, value);
    }

    @Override
    public final void updateNClob(String columnLabel, @Nullable NClob value) throws SQLException {
        largeObjects().updateNClob(columnLabel, value);
    }

    @Override
    public final @Nullable NClob getNClob(int columnIndex) throws SQLException {
        return largeObjects().getNClob(columnIndex);
    }

    @Override
    public final @Nullable NClob getNClob(String columnLabel) throws SQLException {
        return largeObjects().getNClob(columnLabel);
    }

    @Override
    public final @Nullable SQLXML getSQLXML(int columnIndex) throws SQLException {
        return rows().getSQLXML(columnIndex);
    }

    @Override
    public final @Nullable SQLXML getSQLXML(String columnLabel) throws SQLException {
        return rows().getSQLXML(columnLabel);
    }

    @Override
    public final void updateSQLXML(int columnIndex, @Nullable SQLXML value) throws SQLException {
        change(rows -> rows.updateSQLXML(columnIndex, value));
    }

    @Override
    public final void updateSQLXML(String columnLabel, @Nullable SQLXML value) throws SQLException {
        change(rows -> rows.updateSQLXML(columnLabel, value));
    }

    @Override
    public final @Nullable String getNString(int columnIndex) throws SQLException {
        return rows().getNString(columnIndex);
    }

    @Override
    public final @Nullable String getNString(String columnLabel) throws SQLException {
        return rows().getNString(columnLabel);
    }

    @Override
    public final @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
        return rows().getNCharacterStream(columnIndex);
    }

    @Override
    public final @Nullable Reader getNCharacterStream(String columnLabel) throws SQLException {
        return rows().getNCharacterStream(columnLabel);
    }

    @Override
    public final void updateNCharacterStream(int columnIndex, @Nullable Reader value, long length) throws SQLException {
        change(rows -> rows.updateNCharacterStream(columnIndex, value, length));
    }

    @Override
    public final void updateNCharacterStream(String columnLabel, @Nullable Reader value, long length)
            throws SQLException {
        change(rows -> rows.updateNCharacterStream(columnLabel, value, length));
    }

    @Override
    public final void updateAsciiStream(int columnIndex, @Nullable InputStream value, long length) throws SQLException {
        change(rows -> rows.updateAsciiStream(columnIndex, value, length));
    }

    @Override
    public final void updateBinaryStream(int columnIndex, @Nullable InputStream value, long length)
            throws SQLException {
        change(rows -> rows.updateBinaryStream(columnIndex, value, length));
    }

    @Override
    public final void updateCharacterStream(int columnIndex, @Nullable Reader value, long length) throws SQLException {
        change(rows -> rows.updateCharacterStream(columnIndex, value, length));
    }

    @Override
    public final void updateAsciiStream(String columnLabel, @Nullable InputStream value, long length)
            throws SQLException {
        change(rows -> rows.updateAsciiStream(columnLabel, value, length));
    }

    @Override
    public final void updateBinaryStream(String columnLabel, @Nullable InputStream value, long length)
            throws SQLException {
        change(rows -> rows.updateBinaryStream(columnLabel, value, length));
    }

    @Override
    public final void updateCharacterStream(String columnLabel, @Nullable Reader value, long length)
            throws SQLException {
        change(rows -> rows.updateCharacterStream(columnLabel, value, length));
    }

    @Override
    public final void updateBlob(int columnIndex, @Nullable InputStream value, long length) throws SQLException {
        largeObjects().updateBlob(columnIndex, value, length);
    }

    @Override
    public final void updateBlob(String columnLabel, @Nullable InputStream value, long length) throws SQLException {
        largeObjects().updateBlob(columnLabel, value, length);
    }

    @Override
    public final void updateClob(int columnIndex, @Nullable Reader value, long length) throws SQLException {
        largeObjects().updateClob(columnIndex, value, length);
    }

    @Override
    public final void updateClob(String columnLabel, @Nullable Reader value, long length) throws SQLException {
        largeObjects().updateClob(columnLabel, value, length);
    }

    @Override
    public final void updateNClob(int columnIndex, @Nullable Reader value, long length) throws SQLException {
        largeObjects().updateNClob(columnIndex, value, length);
    }

    @Override
    public final void updateNClob(String columnLabel, @Nullable Reader value, long length) throws SQLException {
        largeObjects().updateNClob(columnLabel, value, length);
    }

    @Override
    public final void updateNCharacterStream(int columnIndex, @Nullable Reader value) throws SQLException {
        change(rows -> rows.updateNCharacterStream(columnIndex, value));
    }

    @Override
    public final void updateNCharacterStream(String columnLabel, @Nullable Reader value) throws SQLException {
        change(rows -> rows.updateNCharacterStream(columnLabel, value));
    }

    @Override
    public final void updateAsciiStream(int columnIndex, @Nullable InputStream value) throws SQLException {
        change(rows -> rows.updateAsciiStream(columnIndex, value));
    }

    @Override
    public final void updateBinaryStream(int columnIndex, @Nullable InputStream value) throws SQLException {
        change(rows -> rows.updateBinaryStream(columnIndex, value));
    }

    @Override
    public final void updateCharacterStream(int columnIndex, @Nullable Reader value) throws SQLException {
        change(rows -> rows.updateCharacterStream(columnIndex, value));
    }

    @Override
    public final void updateAsciiStream(String columnLabel, @Nullable InputStream value) throws SQLException {
        change(rows -> rows.updateAsciiStream(columnLabel, value));
    }

    @Override
    public final void updateBinaryStream(String columnLabel, @Nullable InputStream value) throws SQLException {
        change(rows -> rows.updateBinaryStream(columnLabel, value));
    }

    @Override
    public final void updateCharacterStream(String columnLabel, @Nullable Reader value) throws SQLException {
        change(rows -> rows.updateCharacterStream(columnLabel, value));
    }

    @Override
    public final void updateBlob(int columnIndex, @Nullable InputStream value) throws SQLException {
        largeObjects().updateBlob(columnIndex, value);
    }

    @Override
    public final void updateBlob(String columnLabel, @Nullable InputStream value) throws SQLException {
        largeObjects().updateBlob(columnLabel, value);
    }

    @Override
    public final void updateClob(int columnIndex, @Nullable Reader value) throws SQLException {
        largeObjects().updateClob(columnIndex, value);
    }

    @Override
    public final void updateClob(String columnLabel, @Nullable Reader value) throws SQLException {
        largeObjects().updateClob(columnLabel, value);
    }

    @Override
    public final void updateNClob(int columnIndex, @Nullable Reader value) throws SQLException {
        largeObjects().updateNClob(columnIndex, value);
    }

    @Override
    public final void updateNClob(String columnLabel, @Nullable Reader value) throws SQLException {
        largeObjects().updateNClob(columnLabel, value);
    }

    @Override
    public final void updateObject(int columnIndex, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        change(rows -> rows.updateObject(columnIndex, value, targetSqlType, scaleOrLength));
    }

    @Override
    public final void updateObject(String columnLabel, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        change(rows -> rows.updateObject(columnLabel, value, targetSqlType, scaleOrLength));
    }

    @Override
    public final void updateObject(int columnIndex, @Nullable Object value, SQLType targetSqlType) throws SQLException {
        change(rows -> rows.updateObject(columnIndex, value, targetSqlType));
    }

    @Override
    public final void updateObject(String columnLabel, @Nullable Object value, SQLType targetSqlType)
            throws SQLException {
        change(rows -> rows.updateObject(columnLabel, value, targetSqlType));
    }

    /** A change of rows. */
    @FunctionalInterface
    interface Change {

        /** Makes it. */
        void on(ResultSet rows) throws SQLException;
    }
}

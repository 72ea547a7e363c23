package io.tenantschemas.isolationcheck.application;

import java.util.List;

import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;

import io.tenantschemas.isolationcheck.model.Row;

/** MyBatis's way. */
public interface EntryMapper {

    @Insert("INSERT INTO entry (marker, owner_id, stamp, writer, amount)"
            + " VALUES (#{marker}, #{ownerId}, #{stamp}, #{writer}, #{amount})")
    int add(Row row);

    @Update("UPDATE entry SET amount = #{amount} WHERE marker = #{marker}")
    int change(String marker, int amount);

    @Delete("DELETE FROM entry WHERE marker = #{marker}")
    int remove(String marker);

    @Select("SELECT id, marker, owner_id, stamp, writer, amount FROM entry")
    List<Row> rows();
}

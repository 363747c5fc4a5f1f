// The code of node/create.hpp.
#pragma once

#include <dataflow/node/create.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/values.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace dataflow::node_ {

namespace detail {

inline void write_advance(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "SELECT count(setval(s.sequence, ";
    w.value(sql::place{});
    w << ")) FROM (SELECT pg_get_serial_sequence(";
    w.name_literal(t.name) << ", ";
    w.literal(t.columns[static_cast<std::size_t>(t.generated_key)].name)
        << ")::regclass AS sequence) AS s WHERE ";
    w.value(sql::place{}) << " > coalesce(pg_sequence_last_value(s.sequence), 0)";
}

inline void write_lift(sql::writer& w, const sql::statement& s) {
    sql::writer key{w.dialect()};
    key.identifier(s.table->columns[static_cast<std::size_t>(s.table->generated_key)].name);
    w << "UPDATE ";
    w.table(s.table->name) << " SET " << key.view() << " = 1 WHERE " << key.view() << " = ";
    w.value(sql::place{});
}

} // namespace detail

DATAFLOW_RUNTIME void advance_sequence(context& c, const sql::statement& like, std::int64_t key) {
    const sql::statement s{.node = like.node,
                           .table = like.table,
                           .cache = like.cache,
                           .writes = true,
                           .own_text = &detail::write_advance};
    std::int64_t ignored = 0;
    one_row row{&ignored};
    const std::array<field_access, 1> fields{field_access{0, &schema::info_of<std::int64_t>, "count"}};
    auto target = row.target(fields);
    const auto v = value::of_integer(storage::int64, key);
    c.run(s, sql::insert_variant::advance, {.given = {&v, 1}}, &target);
}

DATAFLOW_RUNTIME void refuse_wide_key(const sql::statement& s) {
    fail(error_kind::invalid_value, s, "the database made a key that is beyond the range of its field",
         s.table->columns[static_cast<std::size_t>(s.table->generated_key)].called());
}

DATAFLOW_RUNTIME std::int64_t lift_key(context& c, const sql::statement& like, std::int64_t made) {
    const sql::statement lift{
        .node = like.node, .table = like.table, .writes = true, .own_text = &detail::write_lift};
    const auto v = value::of_integer(storage::int64, made);
    c.run(lift, 0, {.given = {&v, 1}}, nullptr);
    return 1;
}

DATAFLOW_RUNTIME void insert(context& c, const sql::statement& s, std::span<const field_access> fields,
                             void* record) {
    const auto& t = *s.table;
    const bool completed = complete_key(s, fields, record);
    if (!t.policy.stamps.empty()) stamp(t, fields, record, context::now(), c.session());
    const bool made = key_is_made(t, fields, record);
    const auto variant = made ? sql::insert_variant::key_made : std::uint64_t{0};
    const auto& d = c.dialect_data();
    const auto run = [&](std::uint64_t more, bool* flag) __attribute__((always_inline)) -> written {
        if (d.keeps_what_is_sent && s.back != sql::returning::record) {
            const auto done = c.run(s, variant, {.record = record, .fields = fields}, nullptr);
            if (made && done.affected != 0) {
                const auto& key = fields[static_cast<std::size_t>(t.generated_key)];
                const auto n = done.last_key > 0 ? done.last_key : lift_key(c, s, done.last_key);
                if (key.type->memory == layout::int64)
                    dataflow::detail::store_as<std::int64_t>(at(key, record), n);
                else if (!store_integer(*key.type, at(key, record), n)) refuse_wide_key(s);
            }
            return {done.affected != 0, done.beside};
        }
        one_row row{record};
        auto target = row.target(fields);
        target.flag = flag;
        const auto done = c.run(s, variant | more, {.record = record, .fields = fields}, &target);
        if (d.keeps_what_is_sent && made && row.rows != 0) {
            const auto& key = fields[static_cast<std::size_t>(t.generated_key)];
            if (const auto n = load(key, record).integer; n <= 0)
                (void)store_integer(*key.type, at(key, record), lift_key(c, s, n));
        }
        return {row.rows != 0, done.beside};
    };
    const auto write = [&]() __attribute__((always_inline)) {
        node_::write_one(c, s, driver::on_insert, fields, record, run,
                         [&](const auto&) { fail_not_stored(s, driver::on_insert); });
    };
    // A key that the database makes may not fit: then nothing stays of the record.
    const bool narrow = made && d.keeps_what_is_sent &&
                        fields[static_cast<std::size_t>(t.generated_key)].type->memory != layout::int64;
    try {
        if (narrow) return c.atomically(s, write);
        if (made || t.generated_key < 0 || !d.makes_keys_by_sequence) return write();
        c.atomically(s, [&] {
            write();
            advance_sequence(c, s, load(fields[static_cast<std::size_t>(t.generated_key)], record).integer);
        });
    } catch (const in_doubt& e) {
        error_info info = e.info();
        info.retry_is_safe = !made && !completed; // the key that the caller gave is there once at most
        info.node = s.node;
        info.model = t.model;
        throw in_doubt(std::move(info));
    } catch (const foreign_key_violation& e) {
        if (d.names_foreign_keys) throw;
        error_info info = e.info();
        name_missing_parent(c, t, fields, record, info);
        throw foreign_key_violation(std::move(info));
    }
}

} // namespace dataflow::node_

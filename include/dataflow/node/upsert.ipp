// The code of node/upsert.hpp.
#pragma once

#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/upsert.hpp>

#include <cstdint>
#include <utility>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void prepare_upsert(const sql::statement& s, const upsert_places& places, void* record) {
    complete_key(s, places.fields, record);
    stamp(*s.table, places.fields, record, context::now(), nullptr);
}

DATAFLOW_RUNTIME void run_upsert(context& c, const sql::statement& s, std::uint64_t variant,
                                 const upsert_places& places, const void* record,
                                 std::span<const value> given, void* got) {
    const auto& t = *s.table;
    std::int64_t updates = 0;
    const sql::bindings bound{.given = given, .record = record, .fields = places.fields, .updated = &updates};
    const auto& d = c.dialect_data();
    const bool flagged = !d.created_flag.empty(); // the row that comes back tells whether it was created
    const bool partitioned = flagged && actors_of(c, s).partitioned;
    bool& created = *static_cast<bool*>(at(places.with_created.back(), got));
    const auto run = [&](std::uint64_t more, bool* flag) -> written {
        one_row row{got};
        auto target = row.target(flagged ? places.with_created : places.fields);
        target.flag = flag;
        const auto done =
            c.run(s, variant | more | (partitioned ? sql::insert_variant::partitioned : 0), bound, &target);
        if (!flagged) created = updates == 0;
        if (!d.makes_keys_by_sequence && created && row.rows != 0 &&
            (variant & sql::insert_variant::key_made) != 0) {
            const auto& key = places.fields[static_cast<std::size_t>(t.generated_key)];
            if (const auto made = load(key, got).integer; made <= 0)
                (void)store_integer(*key.type, at(key, got), lift_key(c, s, made));
        }
        return {row.rows != 0, done.beside};
    };
    try {
        node_::write_one(c, s, driver::on_insert | driver::on_update, places.fields, got, run,
                         [&](const auto&) { fail_not_upserted(s); });
        if (d.makes_keys_by_sequence && variant == 0 && t.generated_key >= 0 && created)
            advance_sequence(c, s,
                             load(places.fields[static_cast<std::size_t>(t.generated_key)], got).integer);
    } catch (const foreign_key_violation& e) {
        if (d.names_foreign_keys) throw;
        error_info info = e.info();
        name_missing_parent(c, t, places.fields, record, info);
        throw foreign_key_violation(std::move(info));
    }
}

} // namespace dataflow::node_

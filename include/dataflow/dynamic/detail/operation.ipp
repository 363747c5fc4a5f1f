// The code of dynamic/detail/operation.hpp: single records and lists.
#pragma once

#include <dataflow/dynamic/detail/bulk_operation.hpp>
#include <dataflow/dynamic/detail/json_record.hpp>
#include <dataflow/dynamic/detail/operation.hpp>
#include <dataflow/dynamic/detail/operation_filter.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/list_run.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

namespace detail {

/// The id of a statement on a table, by its shape: what it does, and with which columns.
[[nodiscard]] inline sql::statement_id* id_of(kept_shapes* kept, char what, const std::vector<bool>& given) {
    if (kept == nullptr) return nullptr;
    std::string shape(1 + given.size(), what);
    for (std::size_t i = 0; i < given.size(); ++i) shape[i + 1] = given[i] ? '1' : '0';
    return kept->of(shape);
}
[[nodiscard]] inline sql::statement_id* id_of(kept_shapes* kept, char what) {
    return kept == nullptr ? nullptr : kept->of({&what, 1});
}

inline json_value create_record(context& c, sql::statement s, node_table& on, kept_shapes* kept,
                                const json_value& input) {
    record_buffer one{on.of};
    void* const record = one.add();
    const auto given = fill_record(s, on.of, input, record, "the input");
    require_filled(s, on.of, given);
    {
        const std::scoped_lock lock{on.guard};
        s.table = &on.of.with_columns(given);
    }
    s.cache = id_of(kept, 'c', given);
    // SQLite does not give back what it filled by itself.
    const bool looks = c.dialect_data().keeps_what_is_sent && !on.of.table().key.empty();
    std::optional<context::scope> whole;
    if (looks) whole.emplace(c, s);
    node_::insert(c, s, on.of.fields(), record);
    if (looks) {
        node_::read_back(c, s, on.of.fields(), record);
        whole->done();
    }
    return record_as_json(s, on.of, record);
}

inline json_value read_record(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                              const json_value& input) {
    require_members(s, input, {"key"});
    s.cache = id_of(kept, 'r');
    record_buffer one{of};
    void* const record = one.add();
    fill_key(s, of, needed(s, input, "key"), record);
    node_::read_by_key(c, s, of.key_fields(), record, of.fields(), record);
    return record_as_json(s, of, record);
}

inline json_value update_record(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                                const json_value& input) {
    require_members(s, input, {"key", "fields"});
    record_buffer both{of};
    both.reserve(2);
    void* const sent = both.add();
    void* const back = both.add();
    const auto given = fill_record(s, of, needed(s, input, "fields"), sent, "fields");
    for (const auto k : of.table().key)
        if (given[k]) refuse_input(s, "the key does not change", of.fields()[k].name);
    const auto columns = columns_given(given);
    if (columns.empty()) refuse_input(s, "fields are empty: there is nothing to change");
    fill_key(s, of, needed(s, input, "key"), sent);
    s.columns = {columns.data(), columns.size()};
    s.cache = id_of(kept, 'u', given);
    node_::save(c, s, of.fields(), sent, back);
    return record_as_json(s, of, back);
}

inline json_value erase_record(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                               const json_value& input) {
    require_members(s, input, {"key"});
    s.cache = id_of(kept, 'd');
    record_buffer one{of};
    void* const record = one.add();
    fill_key(s, of, needed(s, input, "key"), record);
    return json_object({{"deleted", node_::erase_by_key(c, s, of.key_fields(), record)}});
}

/// What makes the text of a list differ from that of another.
[[nodiscard]] inline std::string shape_of_list(dialect d, const std::vector<sql::order_term>& order,
                                               const operation_filter& filter) {
    std::string out{"l"};
    for (const auto& o : order) {
        out += std::to_string(o.column);
        out += static_cast<char>('0' + (o.descending ? 1 : 0) + (o.nulls_first ? 2 : 0));
        out += ',';
    }
    filter.add_shape(d, out);
    return out;
}

inline json_value list_records(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                               const json_value& input) {
    const auto text = input.is_null() ? std::string{"{}"} : text_of(input);
    auto asked = reader{of.table(), text}.list();
    const operation_filter filter{of.table(), std::move(asked.filter)};
    complete_order(asked.order, of.table());
    s.order = {asked.order.data(), asked.order.size()};
    s.predicate = operation_filter::clause;
    s.keeps_fragments = true;
    auto count = s;
    if (kept != nullptr) {
        auto shape = shape_of_list(c.dialect(), asked.order, filter);
        s.cache = kept->of(shape);
        count.cache = asked.total ? kept->of(shape += "count") : nullptr;
    }
    count.give = sql::gives::count;
    count.order = {};
    if (of.table().key.empty() && !asked.after.empty())
        refuse_input(s, "a table without a primary key has no cursors: use offset");
    node_::list_clauses clauses{.limit = asked.limit, .offset = asked.offset, .total_wanted = asked.total};
    if (!asked.after.empty()) clauses.seek = cursor::parse(asked.after);
    const node_::list_plan plan{
        .statement = &s,
        .count = &count,
        .fields = {of.fields().data(), of.fields().size()},
        .stride = of.record_size(),
        .add = [](void* to) { return static_cast<record_buffer*>(to)->add(); },
        .reserve = [](void* to, std::size_t n) { static_cast<record_buffer*>(to)->reserve(n); },
        .drop_last = [](void* to) { return static_cast<record_buffer*>(to)->drop_last(); }};
    std::vector<value> room(2 + asked.order.size() + of.table().key.size());
    node_::gathered_values values{room.data(), nullptr};
    filter.bind(values.to);
    record_buffer found{of};
    std::optional<std::int64_t> total;
    std::optional<cursor> next;
    node_::run_list(c, plan, clauses, filter.variant(sql::list_variant::filter), values,
                    {&found, total, next});
    json_value::array records;
    records.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) records.push_back(record_as_json(s, of, found[i]));
    json_value::object out;
    out["records"] = json_value{std::move(records)};
    if (total) out["total"] = *total;
    if (next && !of.table().key.empty()) out["next"] = next->text();
    return json_value{std::move(out)};
}

} // namespace detail

DATAFLOW_RUNTIME sql::statement statement_for(operation what, const found_table& of) noexcept {
    sql::statement s{.node = name_of(what), .table = &of.table()};
    switch (what) {
    case operation::create:
        s.what = sql::verb::insert;
        s.back = sql::returning::record_if_changed;
        s.stores = sql::stored_columns::returned;
        break;
    case operation::read: s.match = sql::row_match::key; break;
    case operation::update:
        s.what = sql::verb::update;
        s.match = sql::row_match::record;
        s.back = sql::returning::record;
        s.stores = sql::stored_columns::returned;
        break;
    case operation::erase:
        s.what = sql::verb::erase;
        s.match = sql::row_match::key;
        break;
    case operation::list: break;
    case operation::bulk_create:
    case operation::bulk_upsert:
        s.what = sql::verb::insert;
        s.values = sql::row_source::rows;
        s.back = sql::returning::by_variant;
        s.stores = sql::stored_columns::all;
        break;
    case operation::bulk_update:
        s.what = sql::verb::update;
        s.stores = sql::stored_columns::chosen;
        break;
    case operation::bulk_erase: s.what = sql::verb::erase; break;
    }
    s.writes = !only_reads(what);
    return s;
}

DATAFLOW_RUNTIME json_value run_operation(context& c, operation what, node_table& on, const json_value& input,
                                          const std::shared_ptr<const char>& home) {
    const auto s = statement_for(what, on.of);
    // In another database, of which such a node may be, too, the same ids are those of other statements.
    auto* const kept = home != nullptr && on.home == home ? &on.kept : nullptr;
    if (s.writes && !on.of.writable())
        node_::fail(error_kind::protected_operation, s, "what is not a table can only be read");
    switch (what) {
    case operation::create: return detail::create_record(c, s, on, kept, input);
    case operation::read: return detail::read_record(c, s, on.of, kept, input);
    case operation::update: return detail::update_record(c, s, on.of, kept, input);
    case operation::erase: return detail::erase_record(c, s, on.of, kept, input);
    case operation::list: return detail::list_records(c, s, on.of, kept, input);
    case operation::bulk_create:
    case operation::bulk_upsert: return insert_many(c, s, on, kept, input, what == operation::bulk_upsert);
    case operation::bulk_update: return update_many(c, s, on.of, kept, input);
    case operation::bulk_erase: return erase_many(c, s, on.of, kept, input);
    }
    return {};
}

} // namespace dataflow::dynamic_

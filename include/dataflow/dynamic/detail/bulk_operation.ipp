// The code of dynamic/detail/bulk_operation.hpp.
#pragma once

#include <dataflow/bulk/insert_plan.hpp>
#include <dataflow/bulk/insert_rows.hpp>
#include <dataflow/bulk/keyed_rows.hpp>
#include <dataflow/dynamic/detail/bulk_operation.hpp>
#include <dataflow/dynamic/detail/json_record.hpp>
#include <dataflow/dynamic/detail/operation.hpp>
#include <dataflow/dynamic/detail/operation_filter.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/update.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

namespace detail {

[[nodiscard]] inline json_value counts_as_json(const node_::bulk_counts& n) {
    return json_object({{"requested", n.requested},
                        {"created", n.created},
                        {"updated", n.updated},
                        {"skipped", n.skipped},
                        {"deleted", n.deleted}});
}

[[nodiscard]] inline const json_value::array& list_member(const sql::statement& s, const json_value& of,
                                                          std::string_view name) {
    const auto* const found = needed(s, of, name).get_if<json_value::array>();
    if (found == nullptr) refuse_input(s, std::string{name} + " is a list");
    return *found;
}

/// Fills a record for each row, and gives the columns that any of them names.
inline std::vector<bool> fill_rows(const sql::statement& s, const found_table& of,
                                   const json_value::array& rows, record_buffer& to) {
    std::vector<bool> out(of.fields().size());
    std::vector<std::vector<bool>> each;
    to.reserve(rows.size());
    each.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        each.push_back(fill_record(s, of, rows[i], to.add(), "rows[" + std::to_string(i) + "]"));
        for (std::size_t c = 0; c < out.size(); ++c) out[c] = out[c] || each.back()[c];
    }
    for (std::size_t i = 0; i < each.size(); ++i)
        for (std::size_t c = 0; c < out.size(); ++c)
            if (out[c] && !each[i][c] && !of.found(c).nullable &&
                static_cast<int>(c) != of.table().generated_key)
                refuse_input(s, "rows[" + std::to_string(i) + "] does not give a column that other rows give",
                             of.found(c).name);
    return out;
}

[[nodiscard]] inline node_::bulk_options options_of(const sql::statement& s, const json_value& input) {
    node_::bulk_options out;
    const auto* const size = member_of(s, input, "batch_size", "the input");
    if (size == nullptr) return out;
    const auto* const n = size->get_if<std::int64_t>();
    if (n == nullptr || *n < 1) refuse_input(s, "batch_size is a whole number of at least 1");
    out.size = static_cast<std::size_t>(*n);
    return out;
}

[[nodiscard]] inline conflict conflict_of(const sql::statement& s, const json_value& input) {
    const auto* const given = member_of(s, input, "on_conflict", "the input");
    if (given == nullptr) return conflict::error;
    const auto* const word = given->get_if<std::string>();
    if (word != nullptr && *word == "error") return conflict::error;
    if (word != nullptr && *word == "skip") return conflict::skip;
    if (word != nullptr && *word == "update") return conflict::update;
    refuse_input(s, "on_conflict is \"error\", \"skip\" or \"update\"");
}

/// Appends which columns a statement is about.
[[nodiscard]] inline std::string shape_of_columns(std::string to, const std::vector<std::uint16_t>& columns) {
    for (const auto n : columns) (to += std::to_string(n)) += ',';
    return to;
}
/// Lets a statement with a filter be kept, where it is one of those that are.
inline void keep_filtered(const context& c, sql::statement& s, kept_shapes* kept, std::string shape,
                          const operation_filter& filter) {
    s.keeps_fragments = true;
    if (kept == nullptr) return;
    filter.add_shape(c.dialect(), shape);
    s.cache = kept->of(shape);
}

/// The columns that a list names.
[[nodiscard]] inline std::vector<std::uint16_t> columns_named(const sql::statement& s, const found_table& of,
                                                              const json_value::array& names) {
    std::vector<std::uint16_t> out;
    for (const auto& n : names) {
        const auto* const name = n.get_if<std::string>();
        if (name == nullptr) refuse_input(s, "target is a list of names of columns");
        out.push_back(static_cast<std::uint16_t>(column_of(s, of, *name)));
    }
    return out;
}

/// The filter of an input; empty where it says "everything".
[[nodiscard]] inline operation_filter filter_of(const sql::statement& s, const found_table& of,
                                                const json_value& input) {
    const auto& given = needed(s, input, "filter");
    if (const auto* const word = given.get_if<std::string>(); word != nullptr && *word == "everything")
        return operation_filter{of.table(), dynamic_::part{}};
    const auto text = text_of(given);
    auto root = reader{of.table(), text}.filter();
    if (root.what == test::all && root.inner.empty()) node_::refuse_absent_predicate(s);
    return operation_filter{of.table(), std::move(root)};
}

} // namespace detail

DATAFLOW_RUNTIME json_value insert_many(context& c, sql::statement s, node_table& on, kept_shapes* kept,
                                        const json_value& input, bool upsert) {
    const auto& of = on.of;
    require_members(s, input, {"rows", "on_conflict", "target", "batch_size"});
    record_buffer records{of};
    const auto given = detail::fill_rows(s, of, detail::list_member(s, input, "rows"), records);
    if (records.size() != 0) require_filled(s, of, given);
    auto what = detail::conflict_of(s, input);
    if (upsert && member_of(s, input, "on_conflict", "the input") == nullptr) what = conflict::update;
    std::vector<std::uint16_t> target;
    if (member_of(s, input, "target", "the input") != nullptr)
        target = detail::columns_named(s, of, detail::list_member(s, input, "target"));
    else if (upsert) target.assign(of.table().key.begin(), of.table().key.end());
    std::vector<std::uint16_t> columns;
    for (const auto i : columns_given(given))
        if (!of.table().columns[i].key && std::find(target.begin(), target.end(), i) == target.end())
            columns.push_back(i);
    s.target = {target.data(), target.size()};
    s.columns = {columns.data(), columns.size()};
    {
        const std::scoped_lock lock{on.guard};
        s.table = &on.of.with_columns(given);
    }
    if (kept != nullptr) {
        auto shape = detail::shape_of_columns("i", columns_given(given)) + "t";
        s.cache = kept->of(detail::shape_of_columns(std::move(shape), target));
    }
    std::vector<bulk_failure> failures;
    const node_::insert_plan plan{
        &s, {of.fields().data(), of.fields().size()}, what, detail::options_of(s, input), {}, nullptr};
    return detail::counts_as_json(node_::insert_rows(c, plan, {records.rows()}, failures));
}

DATAFLOW_RUNTIME json_value update_many(context& c, sql::statement s, const found_table& of,
                                        kept_shapes* kept, const json_value& input) {
    std::vector<bulk_failure> failures;
    record_buffer records{of};
    if (member_of(s, input, "rows", "the input") != nullptr) {
        require_members(s, input, {"rows", "batch_size"});
        const auto& rows = detail::list_member(s, input, "rows");
        auto given = detail::fill_rows(s, of, rows, records);
        for (const auto k : of.table().key) {
            for (std::size_t i = 0; i < rows.size(); ++i)
                if (member_of(s, rows[i], of.fields()[k].name, "the row") == nullptr)
                    refuse_input(s, "rows[" + std::to_string(i) + "] does not give its key",
                                 of.fields()[k].name);
            given[k] = false;
        }
        const auto columns = columns_given(given);
        if (rows.empty()) return detail::counts_as_json({});
        if (of.table().key.empty() || columns.empty())
            refuse_input(s, "rows are found by the primary key, and give what is to be changed");
        s.match = sql::row_match::rows;
        s.values = sql::row_source::rows;
        s.columns = {columns.data(), columns.size()};
        if (kept != nullptr) s.cache = kept->of(detail::shape_of_columns("b", columns));
        return detail::counts_as_json(node_::update_rows(c, s, of.fields(), detail::options_of(s, input),
                                                         {records.rows()}, false, failures));
    }
    require_members(s, input, {"filter", "fields"});
    void* const record = records.add();
    const auto columns = columns_given(fill_record(s, of, needed(s, input, "fields"), record, "fields"));
    if (columns.empty()) refuse_input(s, "fields are empty: there is nothing to change");
    const auto filter = detail::filter_of(s, of, input);
    value room[1];
    node_::gathered_values values{room, nullptr};
    filter.bind(values.to);
    s.columns = {columns.data(), columns.size()};
    s.predicate = operation_filter::clause;
    detail::keep_filtered(c, s, kept, detail::shape_of_columns("f", columns), filter);
    node_::bulk_counts done;
    done.updated = done.requested =
        node_::run_naming_foreign_keys(c, s, filter.variant(sql::bulk_variant::filter),
                                       {.given = values.span(), .record = record, .fields = of.fields()},
                                       nullptr)
            .affected;
    return detail::counts_as_json(done);
}

DATAFLOW_RUNTIME json_value erase_many(context& c, sql::statement s, const found_table& of, kept_shapes* kept,
                                       const json_value& input) {
    node_::bulk_counts done;
    if (member_of(s, input, "keys", "the input") != nullptr) {
        require_members(s, input, {"keys", "batch_size"});
        record_buffer keys{of};
        for (const auto& key : detail::list_member(s, input, "keys")) fill_key(s, of, key, keys.add());
        s.match = sql::row_match::rows;
        if (kept != nullptr) s.cache = kept->of("k");
        done = node_::delete_rows(c, s, of.key_fields(), detail::options_of(s, input), {keys.rows()});
    } else {
        require_members(s, input, {"filter"});
        const auto filter = detail::filter_of(s, of, input);
        value room[1];
        node_::gathered_values values{room, nullptr};
        filter.bind(values.to);
        s.predicate = operation_filter::clause;
        detail::keep_filtered(c, s, kept, "e", filter);
        done.deleted = done.requested =
            node_::run_bulk_erase(c, s, filter.variant(sql::bulk_variant::filter), values.span(), {});
    }
    return detail::counts_as_json(done);
}

} // namespace dataflow::dynamic_

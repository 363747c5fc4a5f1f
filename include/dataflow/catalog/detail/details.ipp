// The code of catalog/detail/details.hpp.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/details.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/name_index.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/catalog/understood.hpp>
#include <dataflow/core/error.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog::detail {

/// Rows one after another that are alike, group by group.
template <class Same, class Take>
void each_group(std::span<const found_row> rows, Same same, Take take) {
    while (!rows.empty()) {
        std::size_t size = 1;
        while (size < rows.size() && same(rows.front(), rows[size])) ++size;
        take(rows.first(size));
        rows = rows.subspan(size);
    }
}

[[nodiscard]] inline std::int64_t number_in(std::string_view text) noexcept {
    std::int64_t out = -1;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

DATAFLOW_RUNTIME void detail_reader::add(std::span<table> tables, std::span<const std::string> names,
                                         which_tables which, std::string_view schema) {
    const auto& source = source_of(via_.dialect);
    if (source.write_details == nullptr) return;
    std::map<std::pair<std::string_view, std::string_view>, table*> known;
    for (auto& t : tables) known.emplace(std::pair{t.schema, t.name}, &t);
    const auto rows = rows_of(via_, source.write_details, names, which, schema, node_);
    const auto alike = [](const found_row& a, const found_row& b) {
        return a.kind == b.kind && a.schema == b.schema && a.table == b.table;
    };
    each_group(rows, alike, [&](std::span<const found_row> some) {
        const auto& first = some.front();
        if (first.kind[0] == 's') return count(tables, schema);
        if (first.kind[0] == 't') { // a schema that the user may not use
            const bool asked = which == which_tables::everywhere ||
                               (which == which_tables::of_schemas
                                    ? std::find(names.begin(), names.end(), first.schema) != names.end()
                                    : first.flags != 0);
            if (asked) closed_.push_back(kept(first.schema));
            return;
        }
        if (first.kind[0] >= 'm') return take_other(some);
        const auto at = known.find({first.schema, first.table});
        if (at != known.end()) take_table(*at->second, some); // else it came in between
    });
    if (source.write_columns == nullptr) return;
    for (auto& t : tables) {
        if (t.kind != relation::table) read_columns(t, schema);
        if (t.kind != relation::virtual_table) look_at_values(t);
    }
}

DATAFLOW_RUNTIME void detail_reader::take_table(table& of, std::span<const found_row> rows) {
    const auto& first = rows.front();
    const auto names = [&] {
        auto* const out = to_.keeps.names.take(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) out[i] = kept(rows[i].name);
        std::sort(out, out + rows.size());
        return constant_list<std::string_view>{out, rows.size()};
    };
    switch (first.kind[0]) {
    case 'a':
        of.comment = kept(first.text);
        of.rows = first.flags;
        of.bytes = number_in(first.other);
        of.gap = kept(first.more);
        return;
    case 'b': {
        std::vector<column> columns{of.columns.begin(), of.columns.end()};
        for (const auto& row : rows)
            for (auto& c : columns)
                if (c.name == row.name) c.comment = kept(row.text);
        of.columns = to_.keeps.columns.keep(columns);
        return;
    }
    case 'c': return take_policies(of, rows);
    case 'd': of.partitions = names(); return;
    case 'e': of.uses = names(); return;
    case 'f': of.uses_columns = names(); return;
    default: {
        auto* const out = to_.keeps.names.take(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) out[i] = kept(rows[i].text);
        of.statements = {out, rows.size()};
    }
    }
}

DATAFLOW_RUNTIME void detail_reader::take_policies(table& of, std::span<const found_row> rows) {
    std::vector<policy> out;
    each_group(
        rows, [](const found_row& a, const found_row& b) { return a.name == b.name; },
        [&](std::span<const found_row> one) {
            const auto& row = one.front();
            auto* const roles = to_.keeps.names.take(one.size());
            for (std::size_t i = 0; i < one.size(); ++i) roles[i] = kept(one[i].type);
            out.push_back({kept(row.name),
                           kept(row.part),
                           row.flags != 0,
                           {roles, one.size()},
                           kept(row.text),
                           kept(row.other)});
        });
    of.policies = to_.keeps.policies.keep(out);
}

DATAFLOW_RUNTIME void detail_reader::take_other(std::span<const found_row> rows) {
    const auto& first = rows.front();
    const auto schema = kept(first.schema), name = kept(first.table);
    switch (first.kind[0]) {
    case 'm': {
        auto* const values = to_.keeps.names.take(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) values[i] = to_.keeps.text(rows[i].part);
        enumerations_.push_back({schema, name, kept(first.name), {values, rows.size()}, kept(first.text)});
        return;
    }
    case 'n':
        domain_places_.emplace(std::pair{schema, name}, domains_.size());
        domains_.push_back({schema,
                            name,
                            kept(first.name),
                            understood(via_.dialect, kept(first.part)),
                            first.flags == 0,
                            kept(first.other),
                            {},
                            kept(first.text)});
        return;
    case 'o': {
        std::vector<check> checks;
        for (const auto& row : rows) checks.push_back({kept(row.name), kept(row.text)});
        const auto at = domain_places_.find({schema, name});
        if (at != domain_places_.end()) domains_[at->second].checks = to_.keeps.checks.keep(checks);
        return;
    }
    case 'p': return take_sequence(first);
    case 'q':
        for (const auto& row : rows)
            functions_.push_back(
                {schema, name, kept(row.name), kept(row.part), kept(row.type), kept(row.text)});
        return;
    default:
        for (const auto& row : rows) path_.push_back(kept(row.schema));
        return;
    }
}

DATAFLOW_RUNTIME void detail_reader::take_sequence(const found_row& row) {
    sequence out{.schema = kept(row.schema), .name = kept(row.table), .type = kept(row.type)};
    out.cycles = row.flags != 0;
    out.table = kept(row.name);
    out.column = kept(row.part);
    std::string_view text = row.text;
    for (auto* const to : {&out.start, &out.increment, &out.least, &out.greatest}) {
        *to = number_in(text);
        text.remove_prefix(std::min(text.find(' '), text.size() - 1) + 1);
    }
    sequences_.push_back(out);
}

DATAFLOW_RUNTIME void detail_reader::count(std::span<table> tables, std::string_view schema) {
    const name_index names{via_.dialect, tables};
    for (const auto& row :
         rows_of(via_, source_of(via_.dialect).write_counts, {}, which_tables::all, schema, node_))
        for (const auto i : names.places(row.table))
            if (tables[i].name == row.table) tables[i].rows = row.flags;
}

/// Functions by the words of their texts.
DATAFLOW_RUNTIME void detail_reader::find_functions(std::vector<table>& tables) {
    std::map<std::string_view, std::vector<std::size_t>, std::less<>> named;
    for (std::size_t i = 0; i < tables.size(); ++i) named[tables[i].name].push_back(i);
    std::vector<std::vector<std::string_view>> found(tables.size());
    for (const auto& f : functions_)
        for (const auto& t : tokens_of(f.body, via_.dialect)) {
            const auto at = t.is_name() ? named.find(t.text) : named.end();
            if (at == named.end()) continue;
            for (const auto i : at->second)
                if (std::find(found[i].begin(), found[i].end(), f.name) == found[i].end())
                    found[i].push_back(f.name);
        }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        std::sort(found[i].begin(), found[i].end());
        tables[i].functions = to_.keeps.names.keep(found[i]);
    }
}

DATAFLOW_RUNTIME void detail_reader::keep(std::vector<table>& tables) {
    const auto by_name = [](const auto& a, const auto& b) {
        return std::pair{a.schema, a.name} < std::pair{b.schema, b.name};
    };
    std::sort(enumerations_.begin(), enumerations_.end(), by_name);
    std::sort(domains_.begin(), domains_.end(), by_name);
    std::sort(sequences_.begin(), sequences_.end(), by_name);
    std::sort(functions_.begin(), functions_.end(), [&](const auto& a, const auto& b) {
        return by_name(a, b) || (!by_name(b, a) && a.arguments < b.arguments);
    });
    find_functions(tables);
    std::map<std::string_view, const domain*> spelled;
    for (const auto& d : domains_) spelled.emplace(d.spelled, &d);
    for (auto& d : domains_) // one that is made of another one is made of what that is made of
        for (std::size_t i = 0; i < domains_.size(); ++i) { // one may be called as what it is made of
            const auto at = spelled.find(d.base.spelled);
            if (at == spelled.end() || at->second->base.spelled == d.base.spelled) break;
            d.base = at->second->base;
        }
    to_.enumerations = to_.keeps.enumerations.keep(enumerations_);
    to_.domains = to_.keeps.domains.keep(domains_);
    to_.sequences = to_.keeps.sequences.keep(sequences_);
    to_.functions = to_.keeps.functions.keep(functions_);
    to_.search_path = to_.keeps.names.keep(path_);
    to_.closed_schemas = to_.keeps.names.keep(closed_);
}

} // namespace dataflow::catalog::detail

#include <dataflow/catalog/detail/details_values.ipp>

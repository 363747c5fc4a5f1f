// The code of dynamic/database.hpp.
#pragma once

#include <dataflow/database/read_whole.hpp>
#include <dataflow/dynamic/database.hpp>
#include <dataflow/dynamic/detail/reader.hpp>
#include <dataflow/node/fault.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

DATAFLOW_RUNTIME std::string dynamic_node::name() const {
    return std::string{dynamic_::name_of(what_)} + " " + std::string{on_->of.table().name};
}

DATAFLOW_RUNTIME json_value dynamic_transaction::run(const dynamic_node& node, const json_value& input) {
    return dynamic_::run_operation(*inside_, node.what_, *node.on_, input, home_);
}

DATAFLOW_RUNTIME std::shared_ptr<dynamic_database::state> dynamic_database::open(open_options how) {
    how.existing_schema_mode = true; // nothing is made, not even a file
    auto out = std::make_shared<state>(how);
    auto look = [&](context& c) { out->found = database_::read_whole(c, {.details = true}, "open"); };
    database_::run_so(out->core, &database_::opening_statement, access::read_only, true, {}, look);
    auto forms = std::make_unique<sql::forms>();
    for (const auto& t : out->found.tables) {
        auto name = std::string{t.name};
        if (out->tables.contains(name)) name = std::string{t.schema} + "." + name;
        if (!t.gap.empty()) out->gaps.push_back({name, {}, std::string{t.gap}});
        auto made = std::shared_ptr<dynamic_::node_table>(
            new dynamic_::node_table{{out->found.dialect, t, out->gaps, *forms}});
        made->home = out->home;
        if (made->of.fields().empty())
            out->gaps.push_back({name, {}, "none of its columns is known: it has no node"});
        else out->tables.emplace(std::move(name), std::move(made));
    }
    out->core.take(std::move(forms));
    return out;
}

DATAFLOW_RUNTIME dynamic_database::dynamic_database(detail::text_argument<"dynamic_database"> url)
    : state_(open({.url = database_::required_url(url)})) {}

DATAFLOW_RUNTIME dynamic_database::dynamic_database(open_options how) : state_(open(std::move(how))) {}

DATAFLOW_RUNTIME const catalog::database_description& dynamic_database::description() const noexcept {
    return state_->found;
}
DATAFLOW_RUNTIME dialect dynamic_database::dialect() const noexcept { return state_->core.dialect(); }
DATAFLOW_RUNTIME const std::vector<dynamic_database::gap>& dynamic_database::gaps() const noexcept {
    return state_->gaps;
}
DATAFLOW_RUNTIME std::vector<std::string> dynamic_database::tables() const {
    std::vector<std::string> out;
    for (const auto& [name, table] : state_->tables) out.push_back(name);
    return out;
}

DATAFLOW_RUNTIME dynamic_node dynamic_database::node(dynamic_::operation what, std::string_view table) const {
    const auto at = state_->tables.find(table);
    if (at != state_->tables.end()) return {what, at->second};
    error_info info;
    info.node = std::string{dynamic_::name_of(what)};
    info.model = dynamic_::detail::shown(table);
    info.message = "the database had no such table when it was opened";
    throw not_found(std::move(info));
}

DATAFLOW_RUNTIME dynamic_node dynamic_database::node(std::string_view what, std::string_view table) const {
    std::string words{what};
    for (auto& c : words)
        if (c == '_') c = ' ';
    for (std::size_t i = 0; i < std::size(dynamic_::operation_names); ++i)
        if (dynamic_::operation_names[i] == words) return node(static_cast<dynamic_::operation>(i), table);
    error_info info;
    info.message =
        "there is no node of this name; there are: create, read, update, delete, list, bulk_create, "
        "bulk_update, bulk_delete, bulk_upsert";
    throw not_found(std::move(info));
}

DATAFLOW_RUNTIME dynamic_node dynamic_database::create_node(std::string_view table) const {
    return node(dynamic_::operation::create, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::read_node(std::string_view table) const {
    return node(dynamic_::operation::read, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::update_node(std::string_view table) const {
    return node(dynamic_::operation::update, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::delete_node(std::string_view table) const {
    return node(dynamic_::operation::erase, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::list_node(std::string_view table) const {
    return node(dynamic_::operation::list, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::bulk_create_node(std::string_view table) const {
    return node(dynamic_::operation::bulk_create, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::bulk_update_node(std::string_view table) const {
    return node(dynamic_::operation::bulk_update, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::bulk_delete_node(std::string_view table) const {
    return node(dynamic_::operation::bulk_erase, table);
}
DATAFLOW_RUNTIME dynamic_node dynamic_database::bulk_upsert_node(std::string_view table) const {
    return node(dynamic_::operation::bulk_upsert, table);
}

DATAFLOW_RUNTIME json_value dynamic_database::run(const dynamic_node& node, const json_value& input) {
    const auto what = dynamic_::statement_for(node.what_, node.on_->of);
    const bool reads = dynamic_::only_reads(node.what_);
    auto work = [&](context& c) {
        return dynamic_::run_operation(c, node.what_, *node.on_, input, state_->home);
    };
    return database_::run_so(state_->core, &what, reads ? access::read_only : access::read_write, reads, {},
                             work);
}

} // namespace dataflow

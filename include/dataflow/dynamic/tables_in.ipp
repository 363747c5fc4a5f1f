// The code of dynamic/tables_in.hpp.
#pragma once

#include <dataflow/dynamic/tables_in.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

DATAFLOW_RUNTIME tables_in::tables_in(database_::core& of, context& inside)
    : inside_(&inside), state_(std::make_shared<state>()), before_(inside.connection().forms()) {
    state_->found = catalog::read(inside, {.details = true}, "open");
    std::vector<gap> gaps;
    for (const auto& t : state_->found.tables) {
        if (!t.in_view) continue;
        auto made =
            std::unique_ptr<node_table>(new node_table{{state_->found.dialect, t, gaps, state_->forms}});
        if (!made->of.fields().empty()) state_->tables.emplace(std::string{t.name}, std::move(made));
    }
    of.keep(state_);
    inside.connection().use(&state_->forms);
}

DATAFLOW_RUNTIME tables_in::~tables_in() { inside_->connection().use(before_); }

DATAFLOW_RUNTIME const catalog::table* tables_in::find(std::string_view table) const noexcept {
    const auto at = state_->tables.find(table);
    return at == state_->tables.end() ? nullptr : &at->second->of.description();
}

DATAFLOW_RUNTIME json_value tables_in::run(operation what, std::string_view table, const json_value& input) {
    return run_operation(*inside_, what, *state_->tables.find(table)->second, input, nullptr);
}

} // namespace dataflow::dynamic_

// Creates the tables that are missing, and compares those that are there with the models.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/driver/connection.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace dataflow {
class context;
} // namespace dataflow

namespace dataflow::database_ {

class core;

/// Opens the tables of a database: compares all of them with their models, and creates what is missing when
/// `how` says so, all or nothing. Where nothing is created, columns of other types fit that keep the same
/// values: the database takes their forms. Notes what the tables keep in part only as its warnings. Throws
/// schema_mismatch, naming everything in every table that does not fit; then nothing has been changed. Every
/// error has the node "open".
void open_tables(core& on, std::span<const described> models, opening how);

/// Runs `work(state)`, which looks, and makes tables and triggers, in a transaction: one creator at a time,
/// who waits a minute for others' locks, and begins anew where those who write meanwhile hold what it waits
/// for and wait for what it holds.
void as_creator(context& c, std::string_view node, void (*work)(void*), void* state);
template <class Work>
void as_creator(context& c, std::string_view node, Work&& work) {
    using called = std::remove_reference_t<Work>;
    as_creator(c, node, [](void* to) { (*static_cast<called*>(to))(); }, std::addressof(work));
}

/// The texts that make the triggers of options what they should be; none where they are.
[[nodiscard]] std::vector<std::string> trigger_changes(driver::connection& c,
                                                       std::span<const described> models);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/tables.ipp>
#endif

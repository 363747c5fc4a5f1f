// Reads the catalog of a database that others change meanwhile.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>

#include <memory>
#include <string_view>
#include <type_traits>

namespace dataflow::database_ {

/// Runs `work(state)`, which reads the catalog and does nothing else, so that it ends, and is not disturbed
/// by others:
/// - on PostgreSQL in a transaction without JIT, for to compile these statements takes the server longer than
///   to run them;
/// - what others drop while it is read is an error of PostgreSQL's own functions, and in SQLite's catalog,
///   which is read by several statements, one of a table that is gone: it is read again;
/// - on PostgreSQL, functions that print an expression or a view wait for whoever has its table ACCESS
///   EXCLUSIVE. A session that sets no `lock_timeout` waits a minute; then `timeout` names table and holder.
///
/// Where a transaction is open it is run as it is, for the transaction's time and locks are its owner's.
void look_at_catalog(context& c, std::string_view node, void (*work)(void*), void* state);

template <class Work>
void look_at_catalog(context& c, std::string_view node, Work&& work) {
    using called = std::remove_reference_t<Work>;
    look_at_catalog(c, node, [](void* to) { (*static_cast<called*>(to))(); }, std::addressof(work));
}

/// In an open transaction: how long its statements wait for locks, where the session does not say it.
void wait_a_minute_for_locks(context& c, std::string_view node);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/catalog_look.ipp>
#endif

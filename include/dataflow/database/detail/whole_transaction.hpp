// A transaction from its connection to its end.
#pragma once

#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/execution.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/session_values.hpp>

namespace dataflow::database_ {

/// Runs `work(Transaction&)` in a transaction, of a session or (null) of none, within limits where some are
/// given. Gives what it gives.
template <class Transaction, class Work, class... Limits>
decltype(auto) whole_transaction(core& on, const sql::session_values* session, const transaction_options& how,
                                 Work& work, const Limits&... limits) {
    const auto* const what = &transaction_statement;
    auto once = [&](context& inside) -> decltype(auto) {
        const core::mark here{on};
        return database_::run_transaction<Transaction>(inside, work, how.mode, how.level);
    };
    if constexpr (sizeof...(Limits) == 0) {
        const auto lease = on.lease(what, how.mode, false, nullptr, session);
        context inside{lease.connection(), session};
        return once(inside);
    } else {
        limited<Limits...> within{limits...};
        return database_::run_so(on, what, how.mode, false, within.how(session), once);
    }
}

} // namespace dataflow::database_

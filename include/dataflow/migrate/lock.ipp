// The code of migrate/lock.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/lock.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

namespace dataflow::migrate {

// The lock is asked for again and again, not waited for: on PostgreSQL a session that waits in a statement
// has a snapshot, and the holder's CREATE INDEX CONCURRENTLY would wait for that to end.
DATAFLOW_RUNTIME void take_lock(driver::connection& on, std::chrono::milliseconds wait, std::string_view name,
                                std::string_view scope) {
    using clock = std::chrono::steady_clock;
    const auto until = clock::now() + wait;
    for (std::chrono::milliseconds pause{10};; pause = std::min(pause * 2, std::chrono::milliseconds{500})) {
        std::string holder;
        try {
            auto held = on.try_lock(name);
            if (!held) return;
            holder = *std::move(held);
        } catch (const protected_operation& e) {
            auto info = e.info();
            info.node = "migrate";
            info.message =
                (scope == lock_scope ? "a migration" : "the lock '" + std::string{scope} + "'") +
                std::string{" needs a session of its own, which a connection pooler in transaction mode "
                            "does not give: use the URL of the server itself"};
            raise(error_kind::protected_operation, std::move(info));
        }
        const auto now = clock::now();
        if (now >= until)
            raise(error_kind::timeout,
                  {.message = (scope == lock_scope
                                   ? std::string{"another program migrates this database, and has not ended"}
                                   : "another program holds the lock '" + std::string{scope} +
                                         "', and has not given it back") +
                              " within " + std::to_string(wait.count()) + " ms: " + holder,
                   .node = "migrate"});
        std::this_thread::sleep_for(std::min<clock::duration>(pause, until - now));
    }
}

} // namespace dataflow::migrate

// How one node is run that nothing bounds.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/shared_write.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <new>
#include <optional>
#include <type_traits>

namespace dataflow::database_ {

/// A connection for the run of one node.
class running {
  public:
    /// Session: whose run it is; null: nobody's.
    running(core& of, bool writes, const sql::statement* what, const sql::session_values* session = nullptr)
        : core_(of), what_(what), session_(session),
          lease_(of.lease(what, writes ? access::read_write : access::read_only, false, nullptr, session)),
          inside_(lease_->connection()) {}
    running(const running&) = delete;
    running& operator=(const running&) = delete;

    /// Runs what `work` runs: a Node, or a workflow. One that only reads is repeated once, where its resting
    /// connection had been lost meanwhile.
    template <class Node, class Work>
    [[gnu::always_inline]] auto run(const Work& work) { // no function of its own for each node
        try {
            if constexpr (!Node::writes) {
                try {
                    return once<Node>(work);
                } catch (const connection_error&) {
                    replace();
                }
            }
            return once<Node>(work);
        } catch (const error& e) {
            throw_named(e, what_, &inside_.connection());
        }
    }

  private:
    template <class Node, class Work>
    [[gnu::always_inline]] auto once(const Work& work) {
        if constexpr (runs_functions<Node>()) {
            const core::mark here{core_, core::use::workflow};
            return work(inside_);
        } else return work(inside_);
    }
    /// Throws the error again where it had not rested.
    void replace() {
        if (!lease_->used_before()) throw;
        lease_.reset();
        lease_.emplace(core_.lease(what_, access::read_only, true, nullptr, session_));
        inside_ = context{lease_->connection()};
    }

    core& core_;
    const sql::statement* what_;
    const sql::session_values* session_;
    std::optional<pool::lease> lease_;
    context inside_;
};

/// Runs a node for which there is a verdict. A free function, so that its symbols do not spell the list of
/// all models.
template <class Node>
auto run_node(core& on, Node&& node) {
    using plain = std::remove_cvref_t<Node>;
    const sql::session_values* session = nullptr;
    if constexpr (requires { node.session; }) session = node.session;
    if constexpr (shares_commit<plain>) {
        using output = typename plain::output;
        alignas(output) std::byte room[sizeof(output)];
        shared_write own{&run_shared<plain>, &node, room, plain::statement};
        const auto lease = on.lease_or_share(own, session);
        if (!lease) return output(static_cast<output&&>(*std::launder(reinterpret_cast<output*>(room))));
        context inside{lease.connection()};
        try {
            return static_cast<Node&&>(node).execute(inside);
        } catch (const error& e) {
            throw_named(e, &plain::statement);
        }
    } else {
        running here{on, node_::needs_writer<plain>(), statement_of<plain>(), session};
        return here.run<plain>([&](context& inside) __attribute__((always_inline)) {
            return static_cast<Node&&>(node).execute(inside);
        });
    }
}

} // namespace dataflow::database_

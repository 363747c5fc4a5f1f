// A transaction as one tenant sees it. docs/tenants.md.
#pragma once

#include <dataflow/core/result.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/detail/all_tenants_verdict.hpp>
#include <dataflow/database/detail/within_session.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/sql/session_values.hpp>

#include <memory>
#include <string>
#include <utility>

namespace dataflow::database_ {

/// A transaction as one tenant sees it: what `tx.tenant("acme")` gives; it lives no longer. `Writes`: whether
/// the transaction may write; `Open`: its type, on a database of these models.
template <bool Writes, class Open, class... Models>
class tenant_part {
  public:
    tenant_part(Open& in, std::string name) : in_(&in), name_(std::move(name)) {
        if (const auto* around = in.inside().session(); around != nullptr) known_ = *around;
        known_.tenant = name_;
        known_.all_tenants = false;
    }
    tenant_part(const tenant_part&) = delete;
    tenant_part& operator=(const tenant_part&) = delete;

    /// Runs a node for this tenant: as `transaction::run`.
    template <runnable Node>
    auto run(Node&& node) {
        return run_in(*in_, static_cast<Node&&>(node));
    }
    /// Runs a workflow on an input, for this tenant.
    template <class Workflow, class Input>
        requires requires(Workflow& w, Input& i, context& c) { w.execute(c, i); }
    auto run(const Workflow& workflow, const Input& input) {
        return run_in(*in_, workflow, input);
    }
    /// The same, with the error as a value: as `transaction::try_run`.
    template <class... Arguments>
    auto try_run(Arguments&&... arguments) {
        return as_result([&] {
            return in_->nested([&](Open& inner) -> decltype(auto) {
                return run_in(inner, std::forward<Arguments>(arguments)...);
            });
        });
    }

  private:
    template <class Plain>
    using verdict_on = part_verdict<Writes, run_verdict<types<with_tenant, Models...>, Plain>, Plain>;
    template <class Node>
    auto run_in(Open& open, Node&& node) const {
        using plain = std::remove_cvref_t<Node>;
        using verdict = verdict_on<plain>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<plain>();
        else {
            using inside = within_session<node_::plain_reference<Node>>;
            return open.run(inside{{}, std::addressof(node), &known_});
        }
    }
    template <class Workflow, class Input>
    auto run_in(Open& open, const Workflow& workflow, const Input& input) const {
        using verdict = verdict_on<Workflow>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<Workflow>();
        else return open.run(flow_within_session<Workflow, Input>{{}, &workflow, &input, &known_});
    }

    Open* in_;
    std::string name_;
    sql::session_values known_{};
};

} // namespace dataflow::database_

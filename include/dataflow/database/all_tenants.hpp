// What is run about the records of all tenants: `db.all_tenants()`. docs/tenants.md.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/text_argument.hpp>
#include <dataflow/database/detail/session_checks.hpp>
#include <dataflow/database/detail/within_session.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/session_database.hpp>
#include <dataflow/database/transaction.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/write.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

struct tenant_record; // in database/tenant_registry.hpp

/// `db.all_tenants(df::for_writing)`.
struct for_writing_t {};
inline constexpr for_writing_t for_writing{};

} // namespace dataflow

namespace dataflow::database_ {

namespace detail {

/// The node in `df::with_deleted(...)` and the like.
template <class Node>
struct inmost_node : std::type_identity<Node> {};
template <class Node>
    requires requires { typename Node::around; }
struct inmost_node<Node> : inmost_node<typename Node::around> {};

/// A model of which two tenants may have records with one key.
struct is_keyed_per_tenant {
    template <class M>
    constexpr auto operator()(hana::basic_type<M>) const noexcept {
        if constexpr (std::is_void_v<M> || std::is_same_v<M, node_::any_model>) return hana::false_{};
        else return hana::bool_<options_of<M>.multi_tenant && (schema::table_of<M>.generated_key < 0)>{};
    }
};

template <class Node>
concept is_of_one_key = requires(const Node& n) { n.key; };
template <class Node>
concept has_children = requires(const Node& n) { n.kinds; };
template <class Node>
concept has_constant_statement = requires { typename std::bool_constant<Node::statement.has_text()>; };

/// Whether its text would let records of two tenants stand together.
template <class Node>
inline constexpr bool mixes_tenants = [] {
    if constexpr (!has_constant_statement<Node>) return false; // found when its text is written
    else {
        const auto parts = ~std::uint64_t{0xFF} & ~sql::policy_variant::as_of;
        sql::writer w{sql::postgres_data, sql::variants_of(Node::statement) | parts};
        sql::write(w, Node::statement);
        return w.refused() == sql::common_table_of_tenants;
    }
}();

template <class Node>
constexpr bool writes_by_predicate() {
    if constexpr (requires { Node::purges_by_predicate; }) return true;
    else if constexpr (!has_constant_statement<Node>) return false;
    else {
        constexpr auto& s = Node::statement;
        return s.own_text == nullptr && (s.what == sql::verb::update || s.what == sql::verb::erase) &&
               (s.match == sql::row_match::all || s.match == sql::row_match::key);
    }
}

template <bool Writes, class Node>
constexpr auto find_all_tenants_verdict() {
    using owner = owner_of<Node>;
    using own = typename inmost_node<Node>::type;
    constexpr bool writes = node_::needs_writer<Node>();
    if constexpr (writes && !Writes)
        return rule::all_tenants_are_read_only_unless_asked_for_writing<typename Node::model>{};
    else if constexpr (std::is_void_v<owner>) return rule::ok{};
    else if constexpr (requires { Node::graph; }) return rule::a_workflow_is_run_for_one_tenant<owner>{};
    else if constexpr (writes && !writes_by_predicate<own>())
        return rule::a_write_over_all_tenants_names_its_tenant<owner>{};
    else {
        using repeated = first_that<node_::models_of_node<Node>, is_keyed_per_tenant>;
        if constexpr (!std::is_void_v<repeated> && (is_of_one_key<own> || has_children<own>))
            return rule::a_key_over_all_tenants_is_that_of_several_records<repeated>{};
        else if constexpr (mixes_tenants<own>)
            return rule::a_common_table_of_tenants_stands_beside_others_over_all_tenants<owner>{};
        else return rule::ok{};
    }
}

} // namespace detail

template <class On>
void require_registered(On& on, std::string_view name); // in database/tenant_registry.hpp
/// The name of a tenant, which is registered and active where a database knows its tenants.
template <class... M, class On>
[[nodiscard]] std::string tenant_for(On& on, std::string_view name) {
    auto out = checked_tenant(name);
    if constexpr (among<tenant_record, types<M...>>) require_registered(on, out);
    return out;
}

template <bool Writes, class... M, class Node>
struct all_tenants_verdict<types<with_all_tenants<Writes>, M...>, Node> {
    using usual = run_verdict<types<with_tenant, M...>, Node>;
    template <class Usual>
    static constexpr auto find() {
        if constexpr (!rule::is_ok<Usual>) return Usual{};
        else return detail::find_all_tenants_verdict<Writes, Node>();
    }
    using type = decltype(find<usual>());
};

template <bool Writes, class... Models>
struct database_of_session<with_all_tenants<Writes>, Models...> : std::type_identity<database<Models...>> {};

} // namespace dataflow::database_

namespace dataflow {

/// What `db.all_tenants()` and, with `Writes`, `db.all_tenants(df::for_writing)` give.
template <bool Writes, class... Models>
using all_tenants_database = session_database<database_::with_all_tenants<Writes>, Models...>;

/// An open transaction over all tenants.
template <bool Writes, class... Models>
class all_tenants_transaction : public transaction<database_::with_all_tenants<Writes>, Models...> {
    using base = transaction<database_::with_all_tenants<Writes>, Models...>;

  public:
    using base::base;

    /// This transaction as one tenant sees it; it lives no longer.
    class tenant_part {
      public:
        tenant_part(base& in, std::string name) : in_(&in), name_(std::move(name)) {
            if (const auto* around = in.inside().session(); around != nullptr) known_ = *around;
            known_.tenant = name_;
            known_.all_tenants = false;
        }
        tenant_part(const tenant_part&) = delete;
        tenant_part& operator=(const tenant_part&) = delete;

        /// Runs a node for this tenant: as `transaction::run`.
        template <database_::runnable Node>
        auto run(Node&& node) {
            return run_in(*in_, static_cast<Node&&>(node));
        }
        /// The same, with the error as a value: as `transaction::try_run`.
        template <database_::runnable Node>
        auto try_run(Node&& node) {
            return database_::as_result([&] {
                return in_->nested([&](base& inner) { return run_in(inner, static_cast<Node&&>(node)); });
            });
        }

      private:
        template <class Node>
        auto run_in(base& open, Node&& node) const {
            using plain = std::remove_cvref_t<Node>;
            using verdict = database_::run_verdict<types<database_::with_tenant, Models...>, plain>;
            static_assert(rule::told<verdict>::verdict);
            if constexpr (!rule::is_ok<verdict>) return node_::output_of_refused<plain>();
            else {
                using inside = database_::within_session<node_::plain_reference<Node>>;
                return open.run(inside{{}, std::addressof(node), &known_});
            }
        }

        base* in_;
        std::string name_;
        sql::session_values known_{};
    };

    /// What creates records, or writes them by rows, does so for one tenant: `tx.tenant("acme").run(...)`.
    /// Throws `invalid_value` for an empty name.
    template <class Name>
        requires(Writes && std::is_convertible_v<const Name&, std::string_view>)
    [[nodiscard]] tenant_part tenant(const Name& name) {
        return {*this,
                database_::tenant_for<Models...>(*this, dataflow::detail::text_argument<"tenant">(name))};
    }

    /// As `transaction::nested`.
    template <class Work>
    decltype(auto) nested(Work&& work) {
        return base::nested([&](base& inner) -> decltype(auto) {
            all_tenants_transaction mine{inner.inside()};
            return mine.finished(work);
        });
    }
    template <class Work>
    decltype(auto) finished(Work&& work) {
        return base::finished([&](base&) -> decltype(auto) { return work(*this); });
    }
};

namespace database_ {
template <bool Writes, class... Models>
struct transaction_of_session<with_all_tenants<Writes>, Models...>
    : std::type_identity<all_tenants_transaction<Writes, Models...>> {};
template <bool Writes, class... M>
struct ends_with_transaction<all_tenants_transaction<Writes, M...>> : std::true_type {};
} // namespace database_

namespace rule {
template <class Name, class... Models>
struct tenants_need_the_header_dataflow_tenant_hpp {
    static tenant_database<Models...> of(database<Models...> all, std::string_view tenant,
                                         const session_facts& facts = {}) {
        auto name = database_::tenant_for<Models...>(all, tenant);
        return {std::move(all), std::move(name), facts};
    }
    static all_tenants_database<false, Models...> all(database<Models...> of) {
        return {std::move(of), {}, {}};
    }
    static all_tenants_database<true, Models...> all(database<Models...> of, for_writing_t) {
        return {std::move(of), {}, {}};
    }
};
} // namespace rule

} // namespace dataflow

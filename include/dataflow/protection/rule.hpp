// One rule of a write protection: what it is about, when it holds, and what becomes of those who break it.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/protection/rules.hpp>
#include <dataflow/protection/time_window.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/write_kind.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow {

/// What becomes of a statement that breaks a rule. The strictest of all rules that it breaks is followed.
enum class protection_mode : std::uint8_t {
    off,
    warn,  ///< it runs, and the listener is told
    block, ///< it is refused with `protected_operation`, and the listener is told
    audit, ///< the same, and the report keeps it
};

/// What a rule is about: the most special thing that it names.
enum class protection_level : std::uint8_t { global, connection, model, operation, field, runtime };

/// A write that a rule looks at. Holds no value of a field; its views end with the call.
struct attempted_write {
    std::string_view node{};  ///< "update"; "sql" of a statement written by hand
    std::string_view model{}; ///< empty where a statement by hand names a table that has none here
    std::string_view table{}; ///< with its schema, as the options give it; empty: it is not known which
    write_kind what{};
    std::string_view field{};                      ///< of an update, one of those that are set; empty: any
    std::string_view actor{}, tenant{}, request{}; ///< of the session (docs/sessions.md)
};

template <class... Given>
inline constexpr bool given_as_window =
    sizeof...(Given) == 1 && (std::is_convertible_v<const Given&, time_window> && ...);

/// A rule, made by `df::protect("name")` and the functions below, each of which gives it with one thing more.
/// It is about the writes that fit all that it names; one that names nothing is about all of them.
class protection_rule {
  public:
    explicit protection_rule(std::string name) : name_(std::move(name)) {}

    /// Why there is the rule: a part of the error's text.
    [[nodiscard]] protection_rule because(std::string reason) const {
        return with([&](auto& to) { to.reason_ = std::move(reason); });
    }
    /// `block`, where nothing is said.
    [[nodiscard]] protection_rule mode(protection_mode mode) const {
        return with([&](auto& to) { to.mode_ = mode; });
    }
    /// On servers of this name, and in databases of this name (SQLite: in files of this path). `*` stands for
    /// any text, `?` for any character; upper and lower case are the same. Users and passwords are not looked
    /// at.
    [[nodiscard]] protection_rule host(std::string pattern) const {
        return with([&](auto& to) { to.host_ = std::move(pattern); });
    }
    [[nodiscard]] protection_rule database(std::string pattern) const {
        return with([&](auto& to) { to.database_ = std::move(pattern); });
    }
    /// Records of a model.
    template <class M>
    [[nodiscard]] protection_rule model() const {
        static_assert(rule::told<schema::model_verdict<M>>::verdict);
        if constexpr (!rule::is_ok<schema::model_verdict<M>>) return *this;
        else return table(std::string{schema::table_of<M>.name});
    }
    /// Rows of a table, with its schema where the statements name that.
    [[nodiscard]] protection_rule table(std::string name) const {
        return with([&](auto& to) {
            const auto path = schema::path_of(name);
            to.space_ = path.space;
            to.table_name_ = path.name;
            to.table_ = std::move(name);
        });
    }
    /// Writes of these kinds only.
    [[nodiscard]] protection_rule against(write_kind what) const {
        return with([&](auto& to) {
            to.what_ = what;
            to.names_what_ = true;
        });
    }
    /// Updates that set a field. An update of a whole record sets all of them.
    template <auto Member>
    [[nodiscard]] protection_rule field() const {
        using of = query::column<Member>;
        return model<typename of::model>().with([](auto& to) { to.field_ = std::string{of::name}; });
    }
    /// It holds within these hours, or outside of them. Throws `invalid_value` as `known_window` does.
    [[nodiscard]] protection_rule during(const time_window& w) const {
        return with([&](auto& to) { to.window_ = known_window{w, to.name_}, to.outside_ = false; });
    }
    [[nodiscard]] protection_rule outside(const time_window& w) const {
        return with([&](auto& to) { to.window_ = known_window{w, to.name_}, to.outside_ = true; });
    }
    template <class... Given>
        requires(!given_as_window<Given...>)
    [[nodiscard]] protection_rule during(const Given&...) const {
        using verdict = rule::diagnostic<rule::hours_are_given_as_a_df_time_window<Given...>>;
        static_assert(rule::told<verdict>::verdict);
        return *this;
    }
    template <class... Given>
        requires(!given_as_window<Given...>)
    [[nodiscard]] protection_rule outside(const Given&... given) const {
        return during(given...);
    }
    /// It holds where this is true. May be called by several threads at once; must not use the database. What
    /// it throws is thrown by the statement, which is not run.
    [[nodiscard]] protection_rule when(callback<bool(const attempted_write&)> holds) const {
        return with([&](auto& to) { to.holds_ = std::move(holds); });
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
    [[nodiscard]] protection_mode mode() const noexcept { return mode_; }
    [[nodiscard]] const std::string& table() const noexcept { return table_; }
    [[nodiscard]] const std::string& field_name() const noexcept { return field_; }
    [[nodiscard]] protection_level level() const noexcept {
        if (window_ || holds_) return protection_level::runtime;
        if (!field_.empty()) return protection_level::field;
        if (names_what_) return protection_level::operation;
        if (!table_.empty()) return protection_level::model;
        return host_.empty() && database_.empty() ? protection_level::global : protection_level::connection;
    }
    /// Whether it is about some databases only, and whether about those in such a place.
    [[nodiscard]] bool names_place() const noexcept { return !host_.empty() || !database_.empty(); }
    [[nodiscard]] bool fits_place(std::string_view host, std::string_view database) const noexcept;
    /// Whether it has hours, and whether they are now.
    [[nodiscard]] bool has_hours() const noexcept { return window_.has_value(); }
    [[nodiscard]] bool holds_at(timestamp moment) const {
        return !window_ || window_->has(moment) != outside_;
    }
    /// Whether it is about such a write, and whether its function, where it has one, says that the write
    /// breaks it.
    [[nodiscard]] bool is_about(const attempted_write& w) const noexcept;
    [[nodiscard]] bool asks_for(const attempted_write& w) const { return !holds_ || holds_(w); }

  private:
    template <class Change>
    [[nodiscard]] protection_rule with(const Change& change) const {
        auto out = *this;
        change(out);
        return out;
    }

    std::string name_, reason_{}, host_{}, database_{}, field_{};
    std::string table_{}, space_{}, table_name_{}; // as it was given, and its parts
    protection_mode mode_ = protection_mode::block;
    write_kind what_ = write_kind::any;
    bool names_what_ = false;
    std::optional<known_window> window_{};
    bool outside_ = false;
    callback<bool(const attempted_write&)> holds_{};
};

/// A rule of this name: `df::protect("no deletes").model<Order>().against(df::write_kind::erase)`.
[[nodiscard]] inline protection_rule protect(std::string name) { return protection_rule{std::move(name)}; }

// Rules that many need.

/// Nothing is written.
[[nodiscard]] inline protection_rule protect_all(std::string reason) {
    return protect("read only").because(std::move(reason));
}
/// Nothing is written but in these hours.
[[nodiscard]] inline protection_rule protect_outside_hours(const time_window& hours) {
    return protect("business hours").because("it is outside of the hours for changes").outside(hours);
}
/// Nothing is written to databases of production, which are told by the names of their servers or of
/// themselves.
[[nodiscard]] inline protection_rule protect_production_host(std::string host = "*prod*") {
    return protect("production server").because("it is a server of production").host(std::move(host));
}
[[nodiscard]] inline protection_rule protect_production_database(std::string database = "*prod*") {
    return protect("production database")
        .because("it is a database of production")
        .database(std::move(database));
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/rule.ipp>
#endif

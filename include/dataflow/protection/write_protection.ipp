// The code of protection/write_protection.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/protection/detail/attempts.hpp>
#include <dataflow/protection/write_protection.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

namespace protection_ {

/// Where and when a statement runs, looked up once, where a rule asks for it.
class moment {
  public:
    explicit moment(const driver::connection& on) noexcept : on_(&on) {}
    /// Whether a rule holds there and then.
    [[nodiscard]] bool has(const protection_rule& r) const {
        if (r.names_place()) {
            if (!place_) place_ = on_->whereabouts();
            if (!r.fits_place(place_->host, place_->name)) return false;
        }
        if (!r.has_hours()) return true;
        if (!now_) now_ = context::now();
        return r.holds_at(*now_);
    }

  private:
    const driver::connection* on_;
    mutable std::optional<driver::place_of_database> place_{};
    mutable std::optional<timestamp> now_{};
};

} // namespace protection_

/// What all copies share.
class write_protection::state {
  public:
    void add(protection_rule rule) {
        const std::scoped_lock held{guard_};
        if (rule.name().empty())
            raise(error_kind::invalid_value, {.message = "a protection rule has a name"});
        if (find(rule.name()) != rules_.end())
            raise(error_kind::invalid_value,
                  {.message = "there is a protection rule of this name already", .constraint = rule.name()});
        rules_.push_back({std::make_shared<const protection_rule>(std::move(rule))});
        keep_enabled();
    }
    void set(std::string_view name, bool enabled) {
        const std::scoped_lock held{guard_};
        const auto at = find(name);
        if (at == rules_.end())
            raise(error_kind::invalid_value,
                  {.message = "there is no protection rule of this name", .constraint = std::string{name}});
        at->enabled = enabled;
        keep_enabled();
    }
    void set_all(bool enabled) {
        const std::scoped_lock held{guard_};
        for (auto& r : rules_) r.enabled = enabled;
        keep_enabled();
    }
    void listen(callback<void(const protection_violation&)> listener) {
        const std::scoped_lock held{guard_};
        listeners_.push_back(std::move(listener));
    }

    using rules = std::vector<std::shared_ptr<const protection_rule>>;
    /// Those that are on, wherever and whenever they hold; never null.
    [[nodiscard]] std::shared_ptr<const rules> enabled() const {
        const std::scoped_lock held{guard_};
        return enabled_;
    }

    /// What a statement breaks, of what it writes, is counted and told. `any_write` hands its writes to a
    /// function until that gives true. Throws where it is refused.
    template <class AnyWrite>
    void judge(const rules& asked, const protection_::moment& there, const AnyWrite& any_write) {
        std::vector<protection_violation> broken;
        for (const auto& r : asked)
            (void)any_write([&](const attempted_write& w) {
                if (!r->is_about(w) || !there.has(*r) || !r->asks_for(w)) return false;
                broken.push_back({.rule = r->name(),
                                  .reason = r->reason(),
                                  .level = r->level(),
                                  .mode = r->mode(),
                                  .node = std::string{w.node},
                                  .model = std::string{w.model},
                                  .table = w.table.empty() ? r->table() : std::string{w.table},
                                  .field = r->field_name(),
                                  .what = w.what,
                                  .actor = std::string{w.actor},
                                  .request = std::string{w.request},
                                  .at = context::now()});
                return true;
            });
        if (!broken.empty()) settle(broken);
    }

    [[nodiscard]] protection_report report() const {
        protection_report out;
        const auto now = context::now();
        const std::scoped_lock held{guard_};
        for (const auto& r : rules_) {
            const bool on = r.is_on();
            out.rules.push_back(
                {r.of->name(), r.of->level(), r.of->mode(), r.enabled, on && r.of->holds_at(now), r.broken});
        }
        out.audited.assign(audited_.begin(), audited_.end());
        out.dropped = dropped_;
        return out;
    }

  private:
    static constexpr std::size_t most_audited = 1'000;
    struct one_rule {
        std::shared_ptr<const protection_rule> of;
        bool enabled = true;
        std::int64_t broken = 0;

        [[nodiscard]] bool is_on() const noexcept { return enabled && of->mode() != protection_mode::off; }
    };
    [[nodiscard]] std::vector<one_rule>::iterator find(std::string_view name) {
        return std::find_if(rules_.begin(), rules_.end(),
                            [&](const auto& r) { return r.of->name() == name; });
    }

    void keep_enabled() {
        auto out = std::make_shared<rules>();
        for (const auto& r : rules_)
            if (r.is_on()) out->push_back(r.of);
        enabled_ = std::move(out);
    }

    /// The strictest of the rules that were broken says what becomes of the statement.
    void settle(std::vector<protection_violation>& broken) {
        const auto& strictest = *std::max_element(
            broken.begin(), broken.end(), [](const auto& a, const auto& b) { return a.mode < b.mode; });
        const bool refused = strictest.mode >= protection_mode::block;
        for (auto& v : broken) v.refused = refused;
        tell(broken);
        if (refused) refuse(strictest);
    }
    void tell(const std::vector<protection_violation>& broken) {
        std::vector<callback<void(const protection_violation&)>> listeners;
        {
            const std::scoped_lock held{guard_};
            listeners = listeners_;
            for (const auto& v : broken) {
                if (const auto at = find(v.rule); at != rules_.end()) ++at->broken;
                if (v.mode != protection_mode::audit) continue;
                audited_.push_back(v);
                if (audited_.size() <= most_audited) continue;
                audited_.pop_front();
                ++dropped_;
            }
        }
        for (const auto& listener : listeners)
            for (const auto& v : broken) {
                try {
                    listener(v);
                } catch (...) { // NOLINT: as the listeners of statements
                }
            }
    }
    [[noreturn]] static void refuse(const protection_violation& v) {
        std::string text = "the rule \"" + v.rule + "\" forbids to " + protection_::words_for(v.what);
        if (!v.reason.empty()) text += ": " + v.reason;
        raise(error_kind::protected_operation, {.message = std::move(text),
                                                .node = v.node,
                                                .model = v.model,
                                                .constraint = v.rule,
                                                .field = v.field});
    }

    mutable std::mutex guard_{};
    std::vector<one_rule> rules_{};
    std::shared_ptr<const rules> enabled_ = std::make_shared<const rules>(); // replaced, never changed
    std::vector<callback<void(const protection_violation&)>> listeners_{};
    std::deque<protection_violation> audited_{};
    std::int64_t dropped_ = 0;
};

namespace protection_::detail {

/// Asks the rules before each statement.
class guard final : public driver::statement_watch {
  public:
    explicit guard(std::shared_ptr<write_protection::state> of)
        : driver::statement_watch(false), of_(std::move(of)) {}

    [[nodiscard]] driver::permission permit(const driver::pending& one) override {
        if (!one.what->writes && !one.what->raw) return driver::permission::as_it_is;
        const auto rules = of_->enabled();
        if (rules->empty()) return driver::permission::as_it_is;
        const moment there{*one.on};
        const auto what = attempted_by(one);
        if (!one.what->raw) {
            of_->judge(*rules, there,
                       [&](const auto& breaks) { return any_write_of(*one.what, what, breaks); });
            return driver::permission::as_it_is;
        }
        if (std::none_of(rules->begin(), rules->end(), [&](const auto& r) { return there.has(*r); }))
            return driver::permission::as_it_is;
        const auto found = attempts_of(one);
        of_->judge(*rules, there, [&](const auto& breaks) {
            return std::any_of(found.all.begin(), found.all.end(), [&](const attempt& a) {
                auto w = what;
                w.table = a.table;
                w.what = a.what;
                w.field = a.field;
                return breaks(w);
            });
        });
        return found.may_hide ? driver::permission::reading : driver::permission::as_it_is;
    }
    void wrote(const driver::pending& one) override {
        auto what = attempted_by(one);
        what.what = write_kind::any;
        of_->judge(*of_->enabled(), moment{*one.on}, [&](const auto& breaks) { return breaks(what); });
    }

  private:
    std::shared_ptr<write_protection::state> of_;
};

} // namespace protection_::detail

DATAFLOW_RUNTIME write_protection::write_protection(std::initializer_list<protection_rule> rules)
    : state_(std::make_shared<state>()) {
    for (const auto& r : rules) state_->add(r);
}
DATAFLOW_RUNTIME void write_protection::add(protection_rule rule) { state_->add(std::move(rule)); }
DATAFLOW_RUNTIME void write_protection::enable() { state_->set_all(true); }
DATAFLOW_RUNTIME void write_protection::disable() { state_->set_all(false); }
DATAFLOW_RUNTIME void write_protection::set(std::string_view name, bool enabled) {
    state_->set(name, enabled);
}
DATAFLOW_RUNTIME void write_protection::on_violation(callback<void(const protection_violation&)> listener) {
    state_->listen(std::move(listener));
}
DATAFLOW_RUNTIME protection_report write_protection::report() const { return state_->report(); }
DATAFLOW_RUNTIME std::unique_ptr<driver::statement_watch> write_protection::watch() const {
    return std::make_unique<protection_::detail::guard>(state_);
}

} // namespace dataflow

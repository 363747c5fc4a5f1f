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
#include <mutex>
#include <utility>

namespace dataflow {

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
    }
    void set(std::string_view name, bool enabled) {
        const std::scoped_lock held{guard_};
        const auto at = find(name);
        if (at == rules_.end())
            raise(error_kind::invalid_value,
                  {.message = "there is no protection rule of this name", .constraint = std::string{name}});
        at->enabled = enabled;
    }
    void set_all(bool enabled) {
        const std::scoped_lock held{guard_};
        for (auto& r : rules_) r.enabled = enabled;
    }
    void listen(callback<void(const protection_violation&)> listener) {
        const std::scoped_lock held{guard_};
        listeners_.push_back(std::move(listener));
    }

    using rules = std::vector<std::shared_ptr<const protection_rule>>;
    /// Those that hold now, there.
    [[nodiscard]] rules holding(const driver::connection& on) const {
        rules out;
        {
            const std::scoped_lock held{guard_};
            for (const auto& r : rules_)
                if (r.enabled && r.of->mode() != protection_mode::off) out.push_back(r.of);
        }
        if (out.empty()) return out;
        const auto place = on.whereabouts();
        const auto now = context::now();
        std::erase_if(
            out, [&](const auto& r) { return !r->fits_place(place.host, place.name) || !r->holds_at(now); });
        return out;
    }

    /// What a statement breaks is counted and told. Throws where it is refused.
    void judge(const rules& holding, const driver::pending& one,
               const std::vector<protection_::attempt>& writes) {
        std::vector<protection_violation> broken;
        const auto* const session = one.bound->session;
        for (const auto& r : holding)
            for (const auto& w : writes) {
                const auto asked = w.of(*one.what, session);
                if (!r->is_broken_by(asked)) continue;
                broken.push_back({.rule = r->name(),
                                  .reason = r->reason(),
                                  .level = r->level(),
                                  .mode = r->mode(),
                                  .node = std::string{asked.node},
                                  .model = std::string{asked.model},
                                  .table = asked.table.empty() ? r->table() : std::string{asked.table},
                                  .field = r->field_name(),
                                  .what = asked.what,
                                  .actor = std::string{asked.actor},
                                  .request = std::string{asked.request},
                                  .at = context::now()});
                break;
            }
        if (broken.empty()) return;
        const auto& strictest = *std::max_element(
            broken.begin(), broken.end(), [](const auto& a, const auto& b) { return a.mode < b.mode; });
        const bool refused = strictest.mode >= protection_mode::block;
        for (auto& v : broken) v.refused = refused;
        tell(broken);
        if (refused) refuse(strictest);
    }

    [[nodiscard]] protection_report report() const {
        protection_report out;
        const auto now = context::now();
        const std::scoped_lock held{guard_};
        for (const auto& r : rules_) {
            const bool on = r.enabled && r.of->mode() != protection_mode::off;
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
    };
    [[nodiscard]] std::vector<one_rule>::iterator find(std::string_view name) {
        return std::find_if(rules_.begin(), rules_.end(),
                            [&](const auto& r) { return r.of->name() == name; });
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
    std::vector<callback<void(const protection_violation&)>> listeners_{};
    std::deque<protection_violation> audited_{};
    std::int64_t dropped_ = 0;
};

namespace protection_::detail {

/// Asks the rules before each statement.
class guard final : public driver::statement_watch {
  public:
    explicit guard(std::shared_ptr<write_protection::state> of) : of_(std::move(of)) {}

    [[nodiscard]] driver::permission permit(const driver::pending& one) override {
        if (!one.what->writes && !one.what->raw) return driver::permission::as_it_is;
        const auto holding = of_->holding(*one.on);
        if (holding.empty()) return driver::permission::as_it_is;
        const auto found = attempts_of(one);
        of_->judge(holding, one, found.all);
        return found.may_hide ? driver::permission::reading : driver::permission::as_it_is;
    }
    void wrote(const driver::pending& one) override {
        of_->judge(of_->holding(*one.on), one, {attempt{.what = write_kind::any}});
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

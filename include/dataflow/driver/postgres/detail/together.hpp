// Statements that are sent together, in libpq's pipeline mode: one round trip for all of them.
#pragma once

#include <dataflow/driver/postgres/connection.hpp>

#include <cstddef>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// One of them, with the form that the server has of it.
struct connection::sent {
    subject about;
    prepared* form = nullptr;
    std::vector<type_number> types{};
    std::vector<field_access> fields{}; ///< of its result
    bool reads = false;                 ///< whether there is somewhere to put that
};

/// Prepares those that are not yet, each in a round trip of its own. False where they cannot be sent
/// together.
inline bool connection::prepare_together(std::span<posted> all, std::vector<sent>& out) {
    if (all.size() > statements_.most() / 2) return false; // none of them may make room for another one
    for (const auto& one : all)
        if (has_fragments(*one.what, one.bound) || one.what->cache == nullptr ||
            statement_cache::looks_at_columns({one.what, one.variant, {}}) ||
            one.what->session > sql::session_use::calls)
            return false;
    for (auto& one : all) {
        auto& s = out.emplace_back(sent{{one.what, one.variant, {}}});
        remember(*one.what);
        link_.require_ready(s.about);
        link_.bring_late(s.about);
        touch(s.about, one.what->session);
        parameters_.assign(s.about, statements_.sources(s.about), one.bound);
        s.reads = one.target != nullptr;
        if (s.reads) s.fields.assign(one.target->fields.begin(), one.target->fields.end());
        if (s.reads && one.target->flag != nullptr) s.fields.push_back({0, &flag_type, "flag"});
        const std::span<const field_access> fields{s.fields};
        s.form = &statements_.find(s.about, parameters_, s.reads ? &fields : nullptr);
        s.types.assign(parameters_.types().begin(), parameters_.types().end());
    }
    for (const auto& s : out) // the same statement once more, with values of other types
        if (s.form->parameters != s.types) return false;
    return true;
}

/// Gives their results; where one failed, its result is the last. `before`: how many results come before the
/// first one's.
inline std::vector<result_ptr> connection::send_together(std::span<posted> all, std::vector<sent>& out,
                                                         const access* begins, std::size_t& before) {
    const auto& about = out.front().about;
    const auto& settings = begins != nullptr ? link_.for_transactions() : link_.before(about);
    const std::string begin = begins != nullptr ? begin_text(*begins, isolation::standard) : std::string{};
    before = (begin.empty() ? 0U : 1U) + (settings.empty() ? 0U : 1U);
    link_.risk(link::stake::nothing); // they only read, or a commit is still to come
    return link_.together(about, [&](PGconn* c) {
        if (!begin.empty() && !queue_text(c, begin)) return false;
        if (!settings.empty() && !queue_text(c, settings)) return false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            parameters_.assign(out[i].about, statements_.sources(out[i].about),
                               all[i].bound); // libpq copies them
            if (!send(*out[i].form)) return false;
        }
        return true;
    });
}

inline std::size_t connection::run_together(std::span<posted> all, const access* begins,
                                            std::exception_ptr& failed) {
    const auto one_by_one = [&] { return driver::connection::run_together(all, begins, failed); };
    std::vector<sent> forms;
    forms.reserve(all.size());
    std::size_t done = 0;
    try {
        if (begins != nullptr) {
            forget_last();
            link_.forget_failure();
        }
        try {
            if (!prepare_together(all, forms)) return one_by_one();
        } catch (...) {
            done = forms.empty() ? 0 : forms.size() - 1;
            if (begins != nullptr && done == 0) return one_by_one(); // whose beginning connects again
            throw;
        }
        std::size_t before = 0;
        auto results = send_together(all, forms, begins, before);
        const bool whole = results.size() == before + all.size() && !link::failed(results.back().get());
        if (!whole) {
            done = results.size() > before ? results.size() - before - 1 : 0;
            const PGresult* why = results.empty() ? nullptr : results.back().get();
            const auto& of = forms[done];
            const bool stale = why != nullptr && is_stale(why, of.form->name);
            if (stale || (begins != nullptr && !link_.usable())) { // all of it once more, from the start
                if (begins != nullptr) rollback();
                if (stale) statements_.forget(of.about, *of.form, why);
                done = 0;
                return one_by_one();
            }
            link_.fail(of.about, why);
        }
        if (begins != nullptr) writes_ = *begins == access::read_write;
        for (; done < all.size(); ++done) {
            auto& s = forms[done];
            const auto* result = results[before + done].get();
            std::span<const field_access> fields{s.fields};
            if (s.reads) statements_.check_result(s.about, *s.form, result, fields);
            all[done].done = read(s.about, result, s.reads ? &fields : nullptr, all[done].target);
        }
    } catch (...) {
        failed = std::current_exception();
    }
    return done;
}

} // namespace dataflow::driver::postgres_

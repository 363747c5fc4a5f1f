// df::migrate_webhook: what becomes of migrations, as JSON to a URL. It needs Boost.Beast; so programs that
// want it include this header, and dataflow/migrate.hpp before it. See docs/migrations.md.
#pragma once

#include <dataflow/core/enter.hpp> // first

#include <dataflow/core/access.hpp>
#include <dataflow/core/callback.hpp>
#include <dataflow/core/json_members.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/migrate/event.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/risk.hpp>
#include <dataflow/webhook/post.hpp>
#include <dataflow/webhook/target.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow {

struct webhook_options {
    /// For one event, from the look-up of the host's name to the answer. A migration waits that long at
    /// most, twice: at its start, and at its end.
    std::chrono::milliseconds timeout{3'000};
    std::vector<std::pair<std::string, std::string>> headers{}; ///< `{"X-Token", "..."}`
    std::string name{};                                         ///< what the text calls the database: `shop`
    std::string certificates{}; ///< https: a file with those that are trusted; empty: the system's
    /// Told where nobody was told; without it, a line goes to the standard error output.
    callback<void(const std::string& why)> failed{};
};

/// Sends each event of a migration to a URL, by POST: `db.migrate({.notify = df::migrate_webhook{url}})`.
/// Its JSON has a `text` that chats show (Slack, Mattermost), and what programs need. Messages name the
/// scheme, host and port of the URL only.
class migrate_webhook {
  public:
    /// Throws `invalid_value` for what is no URL; for one of https, where the program was compiled without
    /// DATAFLOW_WEBHOOK_TLS=1, which needs OpenSSL.
    explicit migrate_webhook(std::string_view url, webhook_options how = {})
        : to_(webhook::target_of(url)), how_(std::move(how)) {
#if !DATAFLOW_WEBHOOK_TLS
        if (to_.secure)
            webhook::refuse("a webhook of https needs OpenSSL: compile with DATAFLOW_WEBHOOK_TLS=1, and link "
                            "ssl and crypto");
#endif
        for (const auto& [name, value] : how_.headers)
            if (name.empty() || (name + value).find_first_of("\r\n") != std::string::npos)
                webhook::refuse("a header of a webhook has a name, and no line breaks");
    }

    /// Sends one event. Throws std::runtime_error where it was not taken; a migration keeps that among its
    /// warnings, and goes on.
    void operator()(const migrate::event& e) const {
        std::string why;
        try {
            webhook::request what{to_, json_of(e), how_.headers, how_.certificates,
                                  std::chrono::steady_clock::now() + how_.timeout};
            webhook::post{what}.run(webhook::addresses_of(what));
            return;
        } catch (const std::exception& failure) {
            why = failure.what();
        }
        why = "the webhook at " + to_.shown + " was not told that migration " + std::to_string(e.id) +
              " is " + std::string{name_of(e.what)} + ": " + why;
        if (how_.failed) how_.failed(why);
        else (void)std::fputs((why + "\n").c_str(), stderr);
        throw std::runtime_error{why};
    }

    /// What is sent.
    [[nodiscard]] std::string json_of(const migrate::event& e) const {
        try {
            return written(e, false);
        } catch (const access_fault&) { // a text that is no UTF-8
            return written(e, true);
        }
    }

  private:
    [[nodiscard]] std::string written(const migrate::event& e, bool ascii) const {
        std::string out;
        json_::writer w{out};
        const auto value = [&](std::string_view text) {
            std::string shown{text};
            if (ascii)
                for (auto& c : shown)
                    if (static_cast<unsigned char>(c) >= 0x80U || c == '\0') c = '?';
            w.text(shown);
        };
        const auto text = [&](std::string_view name, std::string_view of) {
            w.member(name);
            value(of);
        };
        w.open_object();
        text("text", text_of(e));
        text("event", name_of(e.what));
        json_::write_member(w, "id", e.id);
        text("database", how_.name);
        text("who", e.who);
        text("program", e.program);
        json_::write_member(w, "milliseconds", e.took.count());
        json_::write_member(w, "slow", e.slow);
        text("message", e.message);
        text("risk", name_of(e.plan != nullptr ? e.plan->risk() : risk::none));
        json_::write_member(w, "loses_data", e.plan != nullptr && e.plan->loses_data());
        w.member("steps");
        w.open_array();
        if (e.plan != nullptr)
            for (const auto& s : e.plan->steps) {
                w.element();
                value(s.title);
            }
        w.close_array();
        w.close_object();
        return out;
    }
    [[nodiscard]] std::string text_of(const migrate::event& e) const {
        auto out = "Migration " + std::to_string(e.id) + (how_.name.empty() ? "" : " of " + how_.name) + ' ';
        using kind = migrate::event_kind;
        if (e.what == kind::started)
            return out + "has begun: " + std::to_string(e.plan != nullptr ? e.plan->steps.size() : 0) +
                   " steps.";
        out += e.what == kind::done ? "is done after " : "has failed after ";
        out += std::to_string(e.took.count()) + " ms" + (e.slow ? ", which is slow" : "");
        return out + (e.message.empty() ? "." : ": " + e.message);
    }

    webhook::target to_;
    webhook_options how_;
};

} // namespace dataflow

#include <dataflow/core/leave.hpp> // last

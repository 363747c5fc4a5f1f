// How a server's prepared statements are closed.
//
// By the protocol, which libpq can from version 17 on: together with the next that is prepared, in
// transactions, too. An older one leaves SQL's DEALLOCATE of the one name. No pooler would know which
// statement that is; and in a transaction it could fail. There a form is left behind under its name, and
// closed later.
#pragma once

#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>

#include <string>
#include <vector>

namespace dataflow::driver::postgres_ {

/// The prepared statements of a connection that are to be closed.
class closing {
  public:
    explicit closing(link& on) noexcept : link_(on) {}

#ifdef LIBPQ_HAS_CLOSE_PREPARED
    /// Whether a statement can be closed now.
    [[nodiscard]] bool possible() const noexcept { return true; }
    /// Closes a statement, or takes note of it; false where its name is not free for another one by then.
    [[nodiscard]] bool close(const std::string& name) {
        names_.push_back(name);
        return true;
    }
    /// Closes what could not be closed before.
    void catch_up() noexcept {}
    /// Queues what is to be closed together with other commands; false where libpq refuses.
    [[nodiscard]] bool queue(PGconn* c) const {
        bool sent = true;
        for (const auto& name : names_) sent = sent && PQsendClosePrepared(c, name.c_str()) == 1;
        return sent;
    }
    /// What was queued has been done.
    void queued() noexcept { names_.clear(); }
#else
    [[nodiscard]] bool possible() const noexcept { return !link_.pooled() && !link_.in_transaction(); }
    [[nodiscard]] bool close(const std::string& name) {
        if (possible() && closed(name)) return true;
        names_.push_back(name);
        return false;
    }
    void catch_up() noexcept {
        if (names_.empty() || !possible()) return;
        for (const auto& name : names_) (void)closed(name);
        names_.clear();
    }
    [[nodiscard]] bool queue(PGconn*) const noexcept { return true; }
    void queued() noexcept {}
#endif
    /// The connection is another one.
    void clear() noexcept { names_.clear(); }

  private:
    /// A statement that is not there is as good as closed.
    [[nodiscard]] bool closed(const std::string& name) noexcept {
        return link_.try_command(("DEALLOCATE " + name).c_str()) || link_.usable();
    }

    link& link_;
    std::vector<std::string> names_;
};

} // namespace dataflow::driver::postgres_

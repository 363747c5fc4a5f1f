// The operations as libpqxx does them best: prepared statements, and stream_to (a COPY) for many rows.
#pragma once

#include "harness.hpp"
#include "model.hpp"

#include <pqxx/pqxx>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace bench {

class peer_pqxx {
  public:
    static constexpr const char* name = "libpqxx";

    /// A database whose tables are there.
    explicit peer_pqxx(const std::string& url) : c_(url) {
        c_.prepare(
            "insert",
            "INSERT INTO users (name, email, age, active, score) VALUES ($1, $2, $3, $4, $5) RETURNING id");
        c_.prepare("read", "SELECT id, name, email, age, active, score FROM users WHERE id = $1");
        c_.prepare("list", "SELECT id, name, email, age, active, score FROM users WHERE active = $1 AND age "
                           ">= $2 AND score < $3 ORDER BY id LIMIT $4");
        c_.prepare("scan", "SELECT id, name, email, age, active, score FROM users ORDER BY id");
        commit();
    }

    void begin() {
        t_.reset(); // one at a time
        t_ = std::make_unique<pqxx::work>(c_);
    }
    /// Then each statement is a transaction of its own: a nontransaction costs no round trip.
    void commit() {
        if (t_) t_->commit();
        t_.reset();
        t_ = std::make_unique<pqxx::nontransaction>(c_);
    }

    void create(User& u) {
        u.id.value =
            t_->exec_prepared1("insert", u.name, u.email, u.age, u.active, u.score)[0].as<std::int64_t>();
    }
    [[nodiscard]] bool read(std::int64_t id, User& to) {
        const auto r = t_->exec_prepared("read", id);
        if (r.empty()) return false;
        row(r[0], to);
        return true;
    }
    [[nodiscard]] std::vector<User> list(bool active, int age, double score, int limit) {
        return rows(t_->exec_prepared("list", active, age, score, limit));
    }
    [[nodiscard]] std::vector<User> scan() { return rows(t_->exec_prepared("scan")); }
    void bulk_create(const std::vector<User>& rows) {
        begin();
        const std::vector<std::string> columns{"name", "email", "age", "active", "score"};
        pqxx::stream_to to{*t_, "users", columns};
        for (const auto& u : rows) to << std::tie(u.name, u.email, u.age, u.active, u.score);
        to.complete();
        commit();
    }

  private:
    static void row(const pqxx::row& r, User& to) {
        to.id.value = r[0].as<std::int64_t>();
        to.name.assign(r[1].c_str(), r[1].size());
        to.email.assign(r[2].c_str(), r[2].size());
        to.age = r[3].as<int>();
        to.active = r[4].as<bool>();
        to.score = r[5].as<double>();
    }
    static std::vector<User> rows(const pqxx::result& r) {
        std::vector<User> to;
        to.reserve(r.size());
        for (const auto& each : r) row(each, to.emplace_back());
        return to;
    }

    pqxx::connection c_;
    std::unique_ptr<pqxx::transaction_base> t_;
};

} // namespace bench

// How PostgreSQL's pool is opened.
#pragma once

#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/detail/url.hpp>
#include <dataflow/database/detail/url_settings.hpp>
#include <dataflow/database/open.hpp>
#include <dataflow/driver/postgres/connection.hpp>

#include <memory>
#include <utility>

namespace dataflow::database_ {

namespace detail {

class postgres_connector final : public connector {
  public:
    explicit postgres_connector(driver::postgres_::settings how) : settings_(std::move(how)) {}
    [[nodiscard]] std::unique_ptr<driver::connection> connect() override {
        return std::make_unique<driver::postgres_::connection>(settings_);
    }

  private:
    driver::postgres_::settings settings_;
};

[[nodiscard]] inline driver::postgres_::settings postgres_settings(const address& from,
                                                                   const open_options& how) {
    driver::postgres_::settings out;
    out.conninfo = from.target;
    out.statement_timeout = how.statement_timeout;
    out.statements = how.statements;
    out.kept_statements = how.kept_statements;
    for (const auto& [name, text] : from.settings) {
        if (name == "kept_statements") out.kept_statements = kept_statements(name, text);
        else
            out.statements = one_of<statements>(name, text,
                                                {{"automatic", statements::automatic},
                                                 {"named", statements::named},
                                                 {"unnamed", statements::unnamed}});
    }
    return out;
}

[[nodiscard]] inline std::unique_ptr<connector> connect_postgres(const address& from,
                                                                 const open_options& how) {
    return std::make_unique<postgres_connector>(postgres_settings(from, how));
}

} // namespace detail

[[nodiscard]] inline pools open_postgres(const address& from, const open_options& how) {
    pools out{dialect::postgres, nullptr, nullptr};
    out.writers = std::make_unique<pool>(detail::connect_postgres(from, how), how.connections, how.wait);
    return out;
}

} // namespace dataflow::database_

// What makes connections for a pool.
#pragma once

#include <dataflow/driver/connection.hpp>

#include <memory>

namespace dataflow::database_ {

/// Makes connections; one for each kind of database and use.
class connector {
  public:
    connector() = default;
    connector(const connector&) = delete;
    connector& operator=(const connector&) = delete;
    virtual ~connector() = default;
    [[nodiscard]] virtual std::unique_ptr<driver::connection> connect() = 0;
    /// Whether a connection can be lost while it rests, as one to a server can.
    [[nodiscard]] virtual bool remote() const noexcept { return true; }
};

} // namespace dataflow::database_

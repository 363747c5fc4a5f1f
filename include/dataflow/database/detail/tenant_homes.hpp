// Where tenants have a place each: a folder of SQLite files, or the schemas of a PostgreSQL server.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/database/open.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// The name of a place: one of which a file and a schema can be made as it is, on every system, and never
/// that of another tenant. Throws invalid_value for any other.
[[nodiscard]] std::string checked_place(std::string_view name);

/// One file for each, in a folder.
class tenant_folder {
  public:
    explicit tenant_folder(open_options how);
    [[nodiscard]] open_options of(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const;
    /// Makes an empty file. Throws unique_violation where it is there.
    void make(const std::string& name) const;
    /// Takes the file away, with all that is in it. Throws protected_operation where another program has it
    /// open.
    void remove(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    [[nodiscard]] std::filesystem::path file(const std::string& name) const;
    open_options how_;
    std::filesystem::path folder_;
};

/// One schema for each, `tenant_<name>`. Each has connections of its own, whose search path is that schema
/// alone from their start: neither it nor a prepared statement is ever another tenant's.
class tenant_server {
  public:
    explicit tenant_server(open_options how);
    [[nodiscard]] open_options of(const std::string& name) const;
    [[nodiscard]] bool has(const std::string& name) const;
    /// Makes an empty schema. Throws unique_violation where it is there.
    void make(const std::string& name) const;
    /// Takes the schema away, with all that is in it, when the transactions of other programs in it have
    /// ended. Throws timeout where they go on for longer than `open_options::wait`, and protected_operation
    /// where an extension is in it, which other schemas may use.
    void remove(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    open_options how_;
    std::unique_ptr<core> server_;
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/tenant_homes.ipp>
#endif

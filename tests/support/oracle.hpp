// Asks the databases' own command-line programs, sqlite3 and psql, as an independent witness.
#pragma once

#include "support/fixture.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

namespace support {

/// Whether the program that belongs to a database is installed.
[[nodiscard]] inline bool oracle_is_there(backend kind) {
    return std::system(kind == backend::postgres ? "command -v psql >/dev/null 2>&1"
                                                 : "command -v sqlite3 >/dev/null 2>&1") == 0;
}

/// The answer to a query: values parted by `|`, rows by line feeds, NULL as nothing. Throws
/// std::runtime_error where the program fails.
[[nodiscard]] inline std::string ask_oracle(backend kind, const place& where, const std::string& sql) {
    static int counter = 0;
    const auto script =
        std::filesystem::temp_directory_path() /
        ("dataflow_oracle_" + std::to_string(::getpid()) + "_" + std::to_string(++counter) + ".sql");
    std::ofstream{script} << sql << ";\n";
    const auto command = (kind == backend::postgres ? "psql -X -q -A -t -F '|' -v ON_ERROR_STOP=1 -f '" +
                                                          script.string() + "' '" + where.url() + "'"
                                                    : "sqlite3 -batch -bail -noheader -separator '|' '" +
                                                          where.file() + "' < '" + script.string() + "'") +
                         " 2>&1";
    std::string out;
    {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe{::popen(command.c_str(), "r"),
                                                         [](FILE*) { return 0; }};
        if (!pipe) throw std::runtime_error("cannot start: " + command);
        char buffer[4096];
        while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe.get())) out.append(buffer, n);
        const int status = ::pclose(pipe.get());
        std::filesystem::remove(script);
        if (status != 0) throw std::runtime_error("it failed: " + command + "\n" + out);
    }
    if (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

} // namespace support

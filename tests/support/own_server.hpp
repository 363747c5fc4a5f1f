// A server of PostgreSQL's for one test alone, which may be killed and started again.
#pragma once

#include "support/fixture.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

namespace support {

/// A server of one's own, in a folder that is gone at the end.
class own_server {
  public:
    explicit own_server(std::string folder) : folder_(std::move(folder)) {}
    own_server(const own_server&) = delete;
    own_server& operator=(const own_server&) = delete;
    ~own_server() { (void)run("stop"); }
    /// Starts it, also again; false where there is none to start.
    [[nodiscard]] bool start() {
        const auto said = run("start");
        const auto at = said.find("DATABASE_URL=");
        if (at == std::string::npos) return false;
        url_ = said.substr(at + 13, said.find('\n', at) - at - 13);
        return true;
    }
    /// As if the power was cut.
    void kill() const {
        plain_connection admin{backend::postgres, url_};
        const auto data = admin.value("SHOW data_directory");
        std::ifstream in{data + "/postmaster.pid"};
        std::string pid;
        std::getline(in, pid);
        (void)std::system(("kill -QUIT " + pid + "; while kill -0 " + pid + " 2>/dev/null && [ -f " + data +
                           "/postmaster.pid ]; do sleep 0.05; done")
                              .c_str());
    }
    [[nodiscard]] const std::string& url() const { return url_; }

  private:
    [[nodiscard]] std::string run(const char* verb) const {
        const auto command = std::string{DATAFLOW_TEST_SOURCE_DIR} + "/tests/support/postgres.sh " + verb +
                             " " + folder_ + " 2>/dev/null";
        std::string out;
        auto* const pipe = ::popen(command.c_str(), "r");
        if (pipe == nullptr) return out;
        for (int c = 0; (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
        (void)::pclose(pipe);
        return out;
    }
    std::string folder_, url_;
};

} // namespace support

// What `diff` and `snapshot` take: a database, a snapshot, the models of the program.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/migrate/difference.hpp>
#include <dataflow/migrate/migrations.hpp>
#include <dataflow/migrate/snapshot_text.hpp>
#include <dataflow/tool/file.hpp>
#include <dataflow/tool/source.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::tool {

/// One of the two that are compared.
class side {
  public:
    /// `word`: `models` and `database`, where the program has them in `of`; a file that is there; else a URL.
    side(std::string word, const migrations* of) : word_(std::move(word)), of_(of) {
        if (of != nullptr && word_ == "models") {
            kinds_ = {of->core()->dialect()}; // first that of the program's own database
            for (const auto other : {sqlite, postgres})
                if (other != kinds_[0]) kinds_.push_back(other);
            return;
        }
        if (of != nullptr && word_ == "database") found_ = of->found();
        else if (auto text = word_.find(':') == std::string::npos ? content_of(word_) : std::nullopt) {
            text_ = *std::move(text);
            kinds_ = migrate::dialects_of_snapshot(text_);
            return;
        } else if (word_.find(':') == std::string::npos)
            raise(error_kind::invalid_value, {.message = "there is no file '" + word_ +
                                                         "', and it is no URL: sqlite:<path>, "
                                                         "postgresql://..., a snapshot" +
                                                         (of != nullptr ? ", models, or database" : "")});
        else {
            found_.emplace();
            found_->tables = described(word_, {.details = true}, &found_->server_version);
        }
        kinds_ = {found_->tables.dialect};
    }

    /// The kinds of databases that it can be seen as.
    [[nodiscard]] const std::vector<dialect>& kinds() const noexcept { return kinds_; }
    [[nodiscard]] bool is_live() const noexcept { return found_.has_value(); }
    /// Its tables as those of one kind, which is one of `kinds`.
    [[nodiscard]] migrate::found_database as(dialect d) {
        if (found_) return *std::exchange(found_, std::nullopt);
        migrate::found_database out;
        if (text_.empty()) out.tables = *of_->wanted(d);
        else out.tables = *migrate::read_snapshot(text_, d);
        return out;
    }

  private:
    std::string word_;
    const migrations* of_;
    std::string text_{};
    std::optional<migrate::found_database> found_{};
    std::vector<dialect> kinds_{};
};

/// The kind of database that both can be seen as. Throws `invalid_value` where there is none.
[[nodiscard]] inline dialect common_kind(const side& a, const side& b) {
    for (const auto d : a.kinds())
        if (std::find(b.kinds().begin(), b.kinds().end(), d) != b.kinds().end()) return d;
    raise(error_kind::invalid_value,
          {.message = "the two are of different kinds: one is of SQLite, and the other of PostgreSQL"});
}

} // namespace dataflow::tool

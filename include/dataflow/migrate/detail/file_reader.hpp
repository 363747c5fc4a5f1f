// Reads a folder of SQL files: their names, their marks, their checksums.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/migrate/detail/texts.hpp>
#include <dataflow/migrate/files.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

[[noreturn]] inline void refuse_file(const std::string& file, std::size_t line, const std::string& why) {
    raise(error_kind::invalid_value,
          {.message = "the file " + file + (line == 0 ? "" : ", line " + std::to_string(line)) + ": " + why,
           .node = "migrate"});
}

/// What the name of a file says.
struct file_name {
    std::int64_t version = 0;
    std::string name{};
    std::string dialect{}; ///< empty: all
    std::string part{};    ///< `up`, `down`; empty: both
};

/// `0001_name.up.sql`, `0001_name.postgres.down.sql`, `0001_name.sql`.
[[nodiscard]] inline file_name name_of_file(const std::string& file) {
    constexpr std::string_view form =
        "a file is called 0001_name.up.sql, 0001_name.down.sql or 0001_name.sql, "
        "with .sqlite or .postgres before .up, .down or .sql where it is for one";
    file_name out;
    auto rest = std::string_view{file}.substr(0, file.size() - 4);
    const auto take = [&](std::string_view end) {
        if (!rest.ends_with(end)) return false;
        rest.remove_suffix(end.size());
        return true;
    };
    if (take(".up")) out.part = "up";
    else if (take(".down")) out.part = "down";
    if (take(".sqlite")) out.dialect = "sqlite";
    else if (take(".postgres")) out.dialect = "postgres";
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    if (digits == 0 || digits > 18 || rest.substr(digits, 1) != "_" || digits + 1 == rest.size() ||
        rest.size() > 200 || rest.find('.') != std::string_view::npos)
        refuse_file(file, 0, std::string{form});
    for (const char c : rest.substr(0, digits)) out.version = out.version * 10 + (c - '0');
    out.name = rest;
    return out;
}

/// The lines of a text that are marks: `-- migrate:up transaction:false`.
class file_marks {
  public:
    explicit file_marks(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {
        if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
        if (check_text(text_) != text_fault::none)
            refuse_file(file_, 0, "it is not UTF-8: save it so; texts of other programs are often UTF-16");
        std::erase(text_, '\r');
    }

    /// Both parts of a file with both, or the one of its name.
    void read(sql_file& to, const std::string& part) {
        file_part* now = part == "down" ? &to.down : &to.up;
        now->file = file_;
        std::size_t line = 0;
        bool marked = false;
        for (std::string_view rest = text_; !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size() - 1) + 1;
            const auto one = rest.substr(0, end);
            rest.remove_prefix(end);
            ++line;
            const auto words = words_of_mark(one);
            if (words.empty()) {
                now->text += one;
                continue;
            }
            const bool up = words[0] == "up";
            if (words[0] != "up" && words[0] != "down")
                refuse_file(file_, line, "the marks are -- migrate:up and -- migrate:down");
            if ((part == "up" && !up) || (part == "down" && up))
                refuse_file(file_, line, "a mark of the other part: the file is for one, as its name says");
            if (up && marked) refuse_file(file_, line, "-- migrate:up comes once, and first");
            if (up && has_statements(now->text)) refuse_file(file_, line, "statements before -- migrate:up");
            if (!up && part.empty() && now == &to.down)
                refuse_file(file_, line, "-- migrate:down comes once");
            if (!up && part.empty()) now = &to.down;
            if (part == "down" && (marked || has_statements(now->text)))
                refuse_file(file_, line, "-- migrate:down comes once, and first");
            marked = true;
            now->file = file_;
            now->text.clear();
            now->line = line + 1;
            settings(*now, words, line);
        }
    }

  private:
    /// The words after `-- migrate:`; none where the line is no mark.
    [[nodiscard]] static std::vector<std::string> words_of_mark(std::string_view line) {
        std::vector<std::string> out;
        if (!line.starts_with("--")) return out;
        line.remove_prefix(2);
        while (line.starts_with(' ')) line.remove_prefix(1);
        if (!line.starts_with("migrate:")) return out;
        line.remove_prefix(8);
        for (std::string word; !line.empty(); line.remove_prefix(1)) {
            if (line[0] != ' ' && line[0] != '\n' && line[0] != '\t') word += line[0];
            else if (!word.empty()) out.push_back(std::exchange(word, {}));
            if (line.size() == 1 && !word.empty()) out.push_back(word);
        }
        if (out.empty()) out.emplace_back();
        return out;
    }
    [[nodiscard]] static bool has_statements(std::string_view text) {
        const auto tokens = catalog::tokens_of(text, dialect::postgres);
        return tokens.front().what != catalog::token::kind::end;
    }
    void settings(file_part& to, const std::vector<std::string>& words, std::size_t line) const {
        for (std::size_t i = 1; i < words.size(); ++i)
            if (words[i] == "transaction:false") to.transaction = false;
            else if (words[i] == "foreign_keys:false") to.foreign_keys = false;
            else if (words[i] != "transaction:true" && words[i] != "foreign_keys:true")
                refuse_file(file_, line,
                            words[i] + " is no setting: there are transaction:false and foreign_keys:false");
    }

    std::string file_;
    std::string text_;
};

/// The content of a file.
[[nodiscard]] inline std::string content_of_file(const std::filesystem::path& at) {
    std::string out;
    auto* const in = std::fopen(at.string().c_str(), "rb");
    bool failed = in == nullptr;
    for (char some[4096]; !failed;) {
        const auto size = std::fread(some, 1, sizeof some, in);
        out.append(some, size);
        if (size == sizeof some) continue;
        failed = std::ferror(in) != 0;
        break;
    }
    if (in != nullptr) (void)std::fclose(in);
    if (failed) refuse_file(at.filename().string(), 0, "it cannot be read");
    return out;
}

/// A file's place among those of its version: those for one kind of database come before those for all.
struct file_entry {
    file_name called{};
    std::filesystem::path at{};
};

[[nodiscard]] inline std::vector<file_entry> entries_of(const std::string& folder, std::string_view d) {
    std::vector<file_entry> out;
    std::error_code failed;
    for (std::filesystem::directory_iterator i{folder, failed}, end; !failed && i != end;
         i.increment(failed)) {
        const auto file = i->path().filename().string();
        if (!file.ends_with(".sql") || file.starts_with(".")) continue;
        auto called = name_of_file(file);
        if (called.dialect.empty() || called.dialect == d) out.push_back({std::move(called), i->path()});
    }
    if (failed)
        raise(error_kind::not_found,
              {.message = "the folder " + folder + " of migrations cannot be read: " + failed.message(),
               .node = "migrate"});
    std::sort(out.begin(), out.end(), [](const file_entry& a, const file_entry& b) {
        return std::pair{a.called.version, a.at.filename().string()} <
               std::pair{b.called.version, b.at.filename().string()};
    });
    return out;
}

/// A file out of those of one version.
[[nodiscard]] inline sql_file file_of(const std::vector<file_entry>& some) {
    sql_file out;
    out.version = some[0].called.version;
    out.name = some[0].called.name;
    const file_entry *up = nullptr, *down = nullptr, *both = nullptr;
    for (const auto& one : some) {
        const auto name = one.at.filename().string();
        if (one.called.name != out.name)
            refuse_file(name, 0,
                        "another file has the number " + std::to_string(out.version) + ": " + out.name);
        auto& to = one.called.part == "up" ? up : one.called.part == "down" ? down : both;
        if (to == nullptr || to->called.dialect.empty())
            to = &one; // one for this database is before one for all
    }
    if (both != nullptr && (up != nullptr || down != nullptr)) {
        const auto* const other = up != nullptr ? up : down;
        refuse_file(both->at.filename().string(), 0,
                    "there is " + other->at.filename().string() + ", too: one file with both parts, or two");
    }
    if (both == nullptr && up == nullptr)
        refuse_file(down->at.filename().string(), 0, "there is no " + out.name + ".up.sql");
    const auto read = [&](const file_entry* one) {
        if (one != nullptr)
            file_marks{one->at.filename().string(), content_of_file(one->at)}.read(out, one->called.part);
    };
    read(both);
    read(up);
    read(down);
    out.checksum = hash_of(out.up.text + '\x1f' + out.down.text + (out.up.transaction ? "" : "\x1f"));
    if (!out.down.text.empty() && out.up.transaction != out.down.transaction)
        refuse_file(out.down.file, 0,
                    "both parts are run in a transaction, or neither: transaction:false is of "
                    "both");
    return out;
}

} // namespace dataflow::migrate::detail

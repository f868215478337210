#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace amaneku::sqlite {

/// A database file that this process alone writes to.
///
/// Nothing is journalled or synchronised: a file under a temporary name is thrown away where it cannot be
/// finished.
class Connection {
public:
    /// @param path   a database that is there
    /// @throws Error (Errc::output)
    explicit Connection(const std::string& path);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    Connection(Connection&&) = delete;
    Connection& operator=(Connection&&) = delete;

    /// Runs statements that give no rows. @throws Error (Errc::output)
    void run(const std::string& sql);
    /// Closes the file. @throws Error (Errc::output)
    void close();

private:
    friend class Statement;
    struct State;
    std::unique_ptr<State> m_state;
};

/// One SQL statement, to be run again and again. What is bound by address must stay until `step` or `run`.
class Statement {
public:
    /// @throws Error (Errc::output)
    Statement(Connection& connection, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&&) = delete;
    Statement& operator=(Statement&&) = delete;

    /// Parameters count from 1.
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value);
    void bind(int parameter, std::string_view text);
    void bind(int parameter, std::span<const std::byte> blob);
    void bind_null(int parameter);

    /// The next row; false after the last. @throws Error (Errc::output)
    bool step();
    /// A column of the row, from 0; valid until the next step.
    [[nodiscard]] std::string_view text(int column);
    /// Runs a statement without rows and makes it ready for the next values. @throws Error (Errc::output)
    void run();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A name as SQL has it, in double quotes.
[[nodiscard]] std::string quoted(std::string_view name);

}  // namespace amaneku::sqlite

#pragma once

#include "app/program.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <vector>

namespace amaneku {

/// A PostgreSQL server on a free port of the loopback with an empty database `t` that has PostGIS. It stops
/// with this object, and with the test's process however that ends.
class PostgresServer {
public:
    static constexpr const char* password = "open-sesame-7";

    /// The folder of the newest installed server's programs; nothing where there is none with PostGIS.
    static std::optional<std::string> programs() {
        namespace fs = std::filesystem;
        std::vector<std::string> found;
        std::error_code none;
        for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", none}) {
            const std::string version = entry.path().filename().string();
            if (fs::exists(entry.path() / "bin/initdb") &&
                fs::exists("/usr/share/postgresql/" + version + "/extension/postgis.control"))
                found.push_back((entry.path() / "bin").string());
        }
        if (found.empty()) return std::nullopt;
        return *std::max_element(found.begin(), found.end());
    }

    explicit PostgresServer(const std::string& bin) : m_bin{bin} {
        m_folder.write("password", password);
        // The server refuses to run as root.
        if (::geteuid() == 0) {
            m_account = {"--reuid=nobody", "--regid=nogroup", "--clear-groups"};
            must(shell("chown -R nobody:nogroup " + m_folder.path.string()));
        }
        std::string as = "setpriv";
        for (const auto& option : m_account) as += " " + option;
        must(shell("cd " + m_folder.path.string() + " && " + (m_account.empty() ? "" : as + " ") + m_bin +
                   "/initdb -D " + (m_folder / "db") + " -U test -A scram-sha-256 --pwfile=" +
                   (m_folder / "password") + " -E UTF8 --locale=C.UTF-8 --no-sync"));
        start();
        must(sql("template1", "create database t"));
        must(sql("t", "create extension postgis"));
    }
    ~PostgresServer() { stop(); }
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    PostgresServer(PostgresServer&&) = delete;
    PostgresServer& operator=(PostgresServer&&) = delete;

    /// What stands behind `PG:`.
    [[nodiscard]] std::string connection(const std::string& with_password = password,
                                         const std::string& database = "t") const {
        return "host=127.0.0.1 port=" + std::to_string(m_port) + " dbname=" + database +
               " user=test password=" + with_password;
    }
    /// The rows of a statement, values separated by |.
    [[nodiscard]] Outcome sql(const std::string& database, const std::string& statement) const {
        return shell("PGPASSWORD=" + std::string{password} + " " + m_bin +
                     "/psql -X -q -t -A -v ON_ERROR_STOP=1" + " -h 127.0.0.1 -p " + std::to_string(m_port) +
                     " -U test -d " + database + " <<'SQL'\n" + statement + "\nSQL");
    }
    /// The answer of database `t` without the line's end; fails where the statement does.
    std::string ask(const std::string& statement) const {
        Outcome out = must(sql("t", statement));
        while (out.text.ends_with('\n')) out.text.pop_back();
        return out.text;
    }
    void stop() {
        if (m_process <= 0) return;
        ::kill(m_process, SIGQUIT);
        ::waitpid(m_process, nullptr, 0);
        m_process = -1;
    }

private:
    static Outcome must(Outcome out) {
        if (out.status != 0) throw std::runtime_error{out.text};
        return out;
    }
    static int free_port() {
        const int s = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(s, reinterpret_cast<const sockaddr*>(&address), size);
        ::getsockname(s, reinterpret_cast<sockaddr*>(&address), &size);
        ::close(s);
        return ntohs(address.sin_port);
    }
    [[nodiscard]] bool is_running() const { return ::waitpid(m_process, nullptr, WNOHANG) == 0; }
    /// Another program may take the port before the server does: then once more with another.
    void start() {
        for (int attempt = 0; attempt < 5; ++attempt) {
            m_port = free_port();
            launch();
            for (int wait = 0; wait < 300 && is_running(); ++wait) {
                if (shell(m_bin + "/pg_isready -q -h 127.0.0.1 -p " + std::to_string(m_port)).status == 0)
                    return;
                ::usleep(50'000);
            }
            stop();
        }
        throw std::runtime_error{"the server does not start: " + content(m_folder / "log")};
    }
    void launch() {
        std::vector<std::string> words{"setpriv"};
        words.insert(words.end(), m_account.begin(), m_account.end());
        for (const std::string& word :
             {std::string{"--pdeathsig"}, std::string{"QUIT"}, m_bin + "/postgres", std::string{"-D"},
              m_folder / "db", std::string{"-p"}, std::to_string(m_port),
              std::string{"-clisten_addresses=127.0.0.1"}, std::string{"-cunix_socket_directories="},
              std::string{"-cfsync=off"}})
            words.push_back(word);
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const std::string log = m_folder / "log";
        m_process = ::fork();
        if (m_process != 0) return;
        if (std::freopen(log.c_str(), "a", stdout) == nullptr || ::dup2(1, 2) < 0 ||
            ::chdir(m_folder.path.c_str()) != 0)
            ::_exit(126);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(127);
    }

    Folder m_folder;
    std::string m_bin;
    std::vector<std::string> m_account;
    int m_port = 0;
    pid_t m_process = -1;
};

}  // namespace amaneku

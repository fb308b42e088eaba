package dev.sessionlifecycle.spring.boot.readme;

import static dev.sessionlifecycle.spring.boot.readme.ReadmeTest.TENANT;

import dev.sessionlifecycle.Organizations;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Calls {
  @Autowired Organizations organizations;

  @Transactional
  void end(UUID call, String reason) {
    organizations.organization(TENANT).close(call, reason);
  }
}
